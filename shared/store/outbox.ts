/** Mails owed to applicants and officers. One stands here until it was handed to the mail service. */
import type { Application } from "../application/application.ts";
import type { OwedMail } from "../application/mails.ts";
import type { Instant } from "../ports.ts";
import { applicationOf } from "./applications.ts";
import { ConditionFailed, type Table } from "./client.ts";
import * as keys from "./keys.ts";

export interface Outbox {
  owed(which: MailName): Promise<{ mail: OwedMail; application: Application } | undefined>;
  /** Puts off a mail that could not be sent, longer each time; in the end it is left to a person. */
  postpone(which: MailName, realNow: Instant): Promise<void>;
  /** Takes a mail out; the trail keeps what it told of. */
  sent(which: MailName): Promise<void>;
}

/** A mail by its application, the event that owes it, and its place among that event's mails. */
export interface MailName {
  readonly id: string;
  readonly seq: number;
  readonly part?: number;
}

const keyOf = ({ id, seq, part }: MailName) => keys.mail(id, seq, part);

/** A mail service that is down comes back within days; an address that is wrong does not. */
const FIRST_PATIENCE_MS = 30_000;
const LONGEST_PATIENCE_MS = 6 * 3_600_000;
const MOST_TRIES = 20;

export function outbox(table: Table): Outbox {
  return {
    async owed(which) {
      const application = keys.application(which.id);
      const items = await table.getAll([keyOf(which), application]);
      const mail = items.find(({ sk }) => sk === keyOf(which).sk);
      const file = items.find(({ sk }) => sk === application.sk);
      return mail && file
        ? { mail: mail as unknown as OwedMail, application: applicationOf(file) }
        : undefined;
    },
    async postpone(which, realNow) {
      const tries = Number((await table.get(keyOf(which)))?.["tries"] ?? 0) + 1;
      const patience = Math.min(FIRST_PATIENCE_MS * 2 ** tries, LONGEST_PATIENCE_MS);
      const given = tries >= MOST_TRIES;
      try {
        await table.update({
          Key: { ...keyOf(which) },
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
    async sent(which) {
      await table.remove(keyOf(which));
    },
  };
}
