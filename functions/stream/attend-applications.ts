/** The table's stream: an application that has come into motion is attended to at once. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { attend } from "../attend.ts";
import { described, internal, logger } from "../runtime.ts";
import { store, workflow, world } from "../wiring.ts";

export const handler = internal(
  "attend-applications",
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const attendance = { world: world(), store: store(), workflow: workflow() };
    const first = new Map<string, string>();
    for (const { dynamodb } of event.Records) {
      const id = dynamodb?.NewImage?.["id"]?.S;
      if (id && !first.has(id)) first.set(id, dynamodb?.SequenceNumber ?? "");
    }
    // Each is another file: none waits for what another's store and execution take their time for.
    const failures = await Promise.all(
      [...first].map(async ([id, sequence]) => {
        try {
          await attend(attendance, id, "stream");
          return [];
        } catch (error) {
          logger.warn("not attended to; the sweep will be", {
            application: id,
            ...described(error),
          });
          return [sequence];
        }
      }),
    );
    // Lambda goes on from the first failure; what failed for good is the sweep's.
    return {
      batchItemFailures: failures
        .flat()
        .slice(0, 1)
        .map((itemIdentifier) => ({ itemIdentifier })),
    };
  },
);
