/** Mails owed to applicants. One stands here until it was handed to the mail service. */
import type { Application } from "../application/application.ts";
import type { OwedMail } from "../application/change.ts";
import type { Instant } from "../ports.ts";
import { ConditionFailed, type Table } from "./client.ts";
import { keys } from "./table.ts";

export interface Outbox {
  owed(
    application: string,
    seq: number,
  ): Promise<{ mail: OwedMail; application: Application } | undefined>;
  /** Puts off a mail that could not be sent, longer each time; in the end it is left to a person. */
  postpone(application: string, seq: number, realNow: Instant): Promise<void>;
  /** Takes a mail out; the trail keeps what it told of. */
  sent(application: string, seq: number): Promise<void>;
}

/** A mail service that is down comes back within days; an address that is wrong does not. */
const FIRST_PATIENCE_MS = 30_000;
const LONGEST_PATIENCE_MS = 6 * 3_600_000;
const MOST_TRIES = 20;

export function outbox(table: Table): Outbox {
  return {
    async owed(id, seq) {
      const items = await table.getAll([keys.mail(id, seq), keys.application(id)]);
      const mail = items.find(({ sk }) => sk === keys.mail(id, seq).sk);
      const application = items.find(({ sk }) => sk === keys.application(id).sk);
      return mail && application
        ? { mail: mail as unknown as OwedMail, application: application as unknown as Application }
        : undefined;
    },
    async postpone(id, seq, realNow) {
      const tries = Number((await table.get(keys.mail(id, seq)))?.["tries"] ?? 0) + 1;
      const patience = Math.min(FIRST_PATIENCE_MS * 2 ** tries, LONGEST_PATIENCE_MS);
      const given = tries >= MOST_TRIES;
      try {
        await table.update({
          Key: { ...keys.mail(id, seq) },
          ConditionExpression: "attribute_exists(#pk)",
          UpdateExpression: `SET #tries = :tries, #wakeAt = :wakeAt${given ? " REMOVE #wake" : ""}`,
          ExpressionAttributeNames: {
            "#pk": "pk",
            "#tries": "tries",
            "#wakeAt": "wakeAt",
            ...(given && { "#wake": "wake" }),
          },
          ExpressionAttributeValues: { ":tries": tries, ":wakeAt": realNow + patience },
        });
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error;
      }
    },
    async sent(application, seq) {
      await table.remove(keys.mail(application, seq));
    },
  };
}
