import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

export const MAIL_SCHEMA = `
CREATE TABLE IF NOT EXISTS mail (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  recipient TEXT NOT NULL COLLATE NOCASE,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  received INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  UNIQUE (id, recipient)
) STRICT;
CREATE INDEX IF NOT EXISTS mail_recipient ON mail (recipient, number);
`;

/** A mail as it came. */
export interface ReceivedMail {
  /** The sender's own id of it: the header X-Licentia-Mail-Id, or one made up for want of it. */
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail in the mailbox. */
export interface KeptMail extends ReceivedMail {
  /** Counts up in the order of arrival. */
  readonly number: number;
  /** RFC 3339, UTC. */
  readonly received: string;
}

export interface Mails {
  /** Keeps a mail; one whose id is known for that recipient is the same mail. Gives SES's own id. */
  keep(mail: ReceivedMail): string;
  /** The newest first, at most `limit`; all recipients' unless one is given. */
  list(filter: { to?: string | undefined; limit: number }): KeptMail[];
  find(number: number): KeptMail | undefined;
}

export function openMails(database: DatabaseSync, now: () => number): Mails {
  const statements = {
    keep: database.prepare(
      `INSERT INTO mail (id, recipient, sender, subject, text, received, message_id)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id, recipient) DO UPDATE SET id = excluded.id
       RETURNING message_id`,
    ),
    all: database.prepare("SELECT * FROM mail ORDER BY number DESC LIMIT ?"),
    to: database.prepare("SELECT * FROM mail WHERE recipient = ? ORDER BY number DESC LIMIT ?"),
    find: database.prepare("SELECT * FROM mail WHERE number = ?"),
  };
  return {
    keep({ id, to, from, subject, text }) {
      const row = statements.keep.get(id, to, from, subject, text, now(), randomUUID());
      return String(row?.["message_id"]);
    },
    list: ({ to, limit }) =>
      (to === undefined ? statements.all.all(limit) : statements.to.all(to, limit)).map(parse),
    find: (number) => {
      const row = statements.find.get(number);
      return row && parse(row);
    },
  };
}

function parse(row: Record<string, unknown>): KeptMail {
  return {
    number: Number(row["number"]),
    id: String(row["id"]),
    to: String(row["recipient"]),
    from: String(row["sender"]),
    subject: String(row["subject"]),
    text: String(row["text"]),
    received: new Date(Number(row["received"])).toISOString(),
  };
}
