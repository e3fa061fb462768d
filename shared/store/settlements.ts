/** Checkouts of which no money may be kept. One stands here until the gateway has confirmed it. */
import type { Instant } from "../ports.ts";
import { ConditionFailed, type Table } from "./client.ts";
import * as keys from "./keys.ts";

export interface Settlements {
  owed(application: string, checkout: string): Promise<boolean>;
  /** Puts off one that could not be settled, longer each time; money is never given up. */
  postpone(application: string, checkout: string, realNow: Instant): Promise<void>;
  settled(application: string, checkout: string): Promise<void>;
}

const FIRST_PATIENCE_MS = 30_000;
const LONGEST_PATIENCE_MS = 3_600_000;

export function settlements(table: Table): Settlements {
  return {
    async owed(id, checkout) {
      return (await table.get(keys.settlement(id, checkout))) !== undefined;
    },
    async postpone(id, checkout, realNow) {
      const key = keys.settlement(id, checkout);
      const tries = Number((await table.get(key))?.["tries"] ?? 0) + 1;
      const patience = Math.min(FIRST_PATIENCE_MS * 2 ** tries, LONGEST_PATIENCE_MS);
      try {
        await table.update({
          Key: { ...key },
          ConditionExpression: "attribute_exists(#pk)",
          UpdateExpression: "SET #tries = :tries, #wakeAt = :wakeAt",
          ExpressionAttributeNames: { "#pk": "pk", "#tries": "tries", "#wakeAt": "wakeAt" },
          ExpressionAttributeValues: { ":tries": tries, ":wakeAt": realNow + patience },
        });
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error;
      }
    },
    async settled(id, checkout) {
      await table.remove(keys.settlement(id, checkout));
    },
  };
}
