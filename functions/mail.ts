/** Sends one owed mail: its text is made here, in the applicant's language. */

import { phaseMail } from "../shared/mail/phase.ts";
import type { Mailer } from "../shared/ports.ts";
import type { Store } from "../shared/store/store.ts";
import type { World } from "./command.ts";

/** A mail that is not owed any more was sent. Its id is stable, so a second sending shows once. */
export async function sendMail(
  { store, mailer, rulesFor }: { store: Store; mailer: Mailer; rulesFor: World["rulesFor"] },
  id: string,
  seq: number,
): Promise<void> {
  const owed = await store.outbox.owed(id, seq);
  if (!owed) return;
  const { mail, application } = owed;
  const [party, rules] = await Promise.all([store.people.party(mail.party), rulesFor(application)]);
  if (party) {
    const text = phaseMail(mail, application, rules);
    await mailer.send({ id: `${id}-${seq}`, to: party.email, ...text });
  }
  await store.outbox.sent(id, seq);
}
