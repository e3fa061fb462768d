import { Duration } from "aws-cdk-lib";
import { EventSourceMapping, FilterCriteria, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SnsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { STREAM_FILTERS } from "../../../functions/stream/filters.ts";
import type { PlatformFunction } from "../functions/function.ts";

/** An outcome is awaited by an execution; a mail may gather with others for a moment. */
const PACE = {
  "moving-applications": { batchSize: 10, parallelizationFactor: 10 },
  "owed-mails": {
    batchSize: 25,
    parallelizationFactor: 2,
    maxBatchingWindow: Duration.seconds(5),
  },
} as const;

/**
 * The table's stream, to each of its consumers (DynamoDB lets two read it). What fails is halved,
 * tried again three times, then left to the sweep, which finds it by its `wakeAt`: a poisoned
 * record holds the shard up for seconds, not for a day. What was left is told to a topic, by the
 * records' numbers and without their data, where it is counted.
 */
export function followStream(
  scope: Construct,
  functions: readonly PlatformFunction[],
  streamArn: string,
  left: ITopic,
): EventSourceMapping[] {
  return functions.flatMap(({ row: { name, trigger }, lambda, role }) => {
    if (trigger?.kind !== "stream") return [];
    const mapping = new EventSourceMapping(scope, `Stream-${name}`, {
      target: lambda,
      eventSourceArn: streamArn,
      // A mapping made anew misses nothing; what it sees twice changes nothing.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter(STREAM_FILTERS[trigger.items])],
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 3,
      maxRecordAge: Duration.hours(1),
      onFailure: new SnsDlq(left),
      ...PACE[trigger.items],
    });
    mapping.node.addDependency(role);
    return [mapping];
  });
}
