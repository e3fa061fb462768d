/** Mails owed to applicants. One stands here until it was handed to the mail service. */
import type { Application } from "../application/application.ts";
import type { OwedMail } from "../application/change.ts";
import type { Table } from "./client.ts";
import { keys } from "./table.ts";

export interface Outbox {
  owed(
    application: string,
    seq: number,
  ): Promise<{ mail: OwedMail; application: Application } | undefined>;
  /** Takes a mail out; the trail keeps what it told of. */
  sent(application: string, seq: number): Promise<void>;
}

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
    async sent(application, seq) {
      await table.remove(keys.mail(application, seq));
    },
  };
}
