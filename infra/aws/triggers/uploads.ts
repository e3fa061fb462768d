import { Duration } from "aws-cdk-lib";
import { Match, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { PlatformFunction } from "../functions/function.ts";
import type { Names } from "../names.ts";

/** The bucket's announcements of new objects, to the functions that wait for them. */
export function awaitUploads(
  scope: Construct,
  functions: readonly PlatformFunction[],
  bucketName: string,
  failed: IQueue,
  names: Names,
): Rule[] {
  return functions.flatMap(({ row: { name, trigger }, lambda }) => {
    if (trigger?.kind !== "object-created") return [];
    const rule = new Rule(scope, `Uploads-${name}`, {
      ruleName: names.function(name),
      eventPattern: {
        source: ["aws.s3"],
        detailType: ["Object Created"],
        detail: {
          bucket: { name: [bucketName] },
          object: { key: Match.prefix(trigger.prefix) },
        },
      },
    });
    rule.addTarget(
      new LambdaFunction(lambda, {
        deadLetterQueue: failed,
        retryAttempts: 8,
        maxEventAge: Duration.hours(6),
      }),
    );
    return [rule];
  });
}
