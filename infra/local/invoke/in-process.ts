import type { Context } from "aws-lambda";
import { contextOf, nameInArn } from "./context.ts";
import { FunctionNotFound, type InvocationResult, type Invoke } from "./invocation.ts";

/** A Lambda handler; each knows the shape of its own event. */
export type FunctionHandler = (event: never, context: Context) => Promise<unknown>;
export type Functions = Readonly<Record<string, FunctionHandler>>;

/** Lambda's quota for the answer of a synchronous invocation, in bytes. */
export const MAX_PAYLOAD_BYTES = 6_291_556;

/**
 * Invokes handlers of this process as Lambda would: the event arrives as a copy parsed from JSON,
 * the result leaves as JSON, and an error becomes `{errorType, errorMessage, trace}`.
 *
 * @param options.timeoutSeconds after which an invocation, by its function's name, counts as failed. The handler itself
 *   cannot be stopped within a process; what it still does is as on AWS at least once.
 */
export function invokeInProcess(
  functions: Functions,
  options: { timeoutSeconds?: number | ((name: string) => number) } = {},
): Invoke {
  const { timeoutSeconds: given = 30 } = options;
  return async (functionName, payload) => {
    const name = nameInArn(functionName);
    const handler = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!handler) throw new FunctionNotFound(functionName);
    const timeoutSeconds = typeof given === "number" ? given : given(name);
    const context = contextOf(name, Date.now() + timeoutSeconds * 1_000);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new TimedOut(context, timeoutSeconds)),
        timeoutSeconds * 1_000,
      );
    });
    try {
      const event = (payload === "" ? {} : JSON.parse(payload)) as never;
      return succeeded(await Promise.race([handler(event, context), timeout]));
    } catch (error) {
      return failed(error);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The name is Lambda's own. */
class TimedOut extends Error {
  override readonly name = "Sandbox.Timedout";
  constructor({ awsRequestId }: Context, seconds: number) {
    super(`RequestId: ${awsRequestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`);
  }
}

function succeeded(result: unknown): InvocationResult {
  const payload = JSON.stringify(result ?? null) ?? "null";
  if (Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES) return { payload };
  return failure(
    "Function.ResponseSizeTooLarge",
    `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
  );
}

function failed(thrown: unknown): InvocationResult {
  if (!(thrown instanceof Error)) return failure(typeof thrown, String(thrown));
  return failure(thrown.name, thrown.message, thrown.stack?.split("\n"));
}

function failure(errorType: string, errorMessage: string, trace: string[] = []): InvocationResult {
  return {
    payload: JSON.stringify({ errorType, errorMessage, trace }),
    functionError: "Unhandled",
  };
}
