/** Sends one owed mail: its text is made here, in the language of whoever gets it. */
import type { Application } from "../shared/application/application.ts";
import type { OwedMail } from "../shared/application/mails.ts";
import { inForce } from "../shared/authority/authority.ts";
import { noticeMail } from "../shared/mail/notice.ts";
import { phaseMail } from "../shared/mail/phase.ts";
import type { Clock, Mailer } from "../shared/ports.ts";
import type { MailName } from "../shared/store/outbox.ts";
import type { Store } from "../shared/store/store.ts";
import type { World } from "./command.ts";

interface Sending {
  readonly store: Store;
  readonly mailer: Mailer;
  readonly rulesFor: World["rulesFor"];
  /** The domain clock: who is an officer is asked by it. */
  readonly clock: Clock;
}

/** A mail that is not owed any more was sent. Its id is stable, so a second sending shows once. */
export async function sendMail(sending: Sending, which: MailName): Promise<void> {
  const { store, mailer, rulesFor } = sending;
  const owed = await store.outbox.owed(which);
  if (!owed) return;
  const { mail, application } = owed;
  const rules = await rulesFor(application);
  const to = await readersOf(sending, mail, application);
  const language = "party" in mail ? mail.language : rules.authority.language;
  const words =
    "phase" in mail
      ? phaseMail(mail, application, rules)
      : noticeMail(mail.notice, application, rules, language);
  const { id, seq, part = 1 } = which;
  const name = part > 1 ? `${id}-${seq}-${part}` : `${id}-${seq}`;
  for (const [index, email] of to.entries()) {
    await mailer.send({ id: index > 0 ? `${name}.${index}` : name, to: email, ...words });
  }
  await store.outbox.sent(which);
}

/** Addresses, each once: the party's, or those of the seat's officers who gave one. */
async function readersOf(
  { store, clock }: Sending,
  mail: OwedMail,
  { authority }: Application,
): Promise<string[]> {
  if ("party" in mail) {
    const party = await store.people.party(mail.party);
    return party ? [party.email] : [];
  }
  const appointed = await store.authorities.officers(authority, mail.unit, mail.role);
  const officers = appointed.filter((each) => inForce(each, clock.now()));
  const own = officers.filter(({ person }) => person === mail.person);
  const emails = (own.length > 0 ? own : officers).flatMap(({ email }) => email ?? []);
  return [...new Set(emails)].sort();
}
