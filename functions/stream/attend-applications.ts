/** The table's stream: an application that has come into motion is attended to at once. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { attend } from "../attend.ts";
import { described, internal, logger } from "../runtime.ts";
import { store, workflow, world } from "../wiring.ts";

export const handler = internal(
  "attend-applications",
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const attendance = { world: world(), store: store(), workflow: workflow() };
    const attended = new Set<string>();
    const failures: string[] = [];
    for (const record of event.Records) {
      const id = record.dynamodb?.NewImage?.["id"]?.S;
      const sequence = record.dynamodb?.SequenceNumber ?? "";
      if (!id || attended.has(id)) continue;
      attended.add(id);
      try {
        await attend(attendance, id, "stream");
      } catch (error) {
        logger.warn("not attended to; the sweep will be", { application: id, ...described(error) });
        failures.push(sequence);
      }
    }
    // Lambda goes on from the first failure; what failed for good is the sweep's.
    return {
      batchItemFailures: failures.slice(0, 1).map((itemIdentifier) => ({ itemIdentifier })),
    };
  },
);
