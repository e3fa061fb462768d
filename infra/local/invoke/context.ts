import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";

/** What every function of the one-machine home is told about itself. */
export const MEMORY_LIMIT_MB = 512;

/** The name within a name, a partial ARN or an ARN, with or without a qualifier. */
export function nameInArn(functionName: string): string {
  const parts = functionName.split(":");
  const marker = parts.indexOf("function");
  return (marker < 0 ? parts[0] : parts[marker + 1]) ?? functionName;
}

export function arnOf(name: string): string {
  return `arn:aws:lambda:local:000000000000:function:${name}`;
}

/**
 * The context object of one invocation
 * (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html).
 * @param deadline milliseconds since the epoch.
 */
export function contextOf(name: string, deadline: number): Context {
  const awsRequestId = randomUUID();
  const legacy = () => {
    throw new Error("Lambda's Node 24 runtime knows no callbacks: return, or throw.");
  };
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: arnOf(name),
    memoryLimitInMB: String(MEMORY_LIMIT_MB),
    awsRequestId,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: `local/[$LATEST]${awsRequestId}`,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: legacy,
    fail: legacy,
    succeed: legacy,
  };
}
