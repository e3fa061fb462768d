/** Mails owed to applicants. One stands here until it was handed to the mail service. */
import type { OwedMail } from "../application/change.ts";
import type { Table } from "./client.ts";
import { keys } from "./table.ts";

export interface Outbox {
  owed(application: string, seq: number): Promise<OwedMail | undefined>;
  /** Takes a mail out; the trail keeps what it told of. */
  sent(application: string, seq: number): Promise<void>;
}

export function outbox(table: Table): Outbox {
  return {
    async owed(application, seq) {
      return (await table.get(keys.mail(application, seq))) as unknown as OwedMail | undefined;
    },
    async sent(application, seq) {
      await table.remove(keys.mail(application, seq));
    },
  };
}
