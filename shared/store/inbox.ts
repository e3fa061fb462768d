/** What waits for one role of one unit, what is due first standing first. */
import type { Instant } from "../ports.ts";
import type { Item, Table } from "./client.ts";
import { inboxOf } from "./table.ts";

export interface InboxEntry {
  readonly application: string;
  readonly dossier: string;
  readonly permit: string;
  readonly permitVersion: number;
  readonly stage: string;
  readonly round: number;
  readonly openedAt: Instant;
  readonly dueAt?: Instant;
  readonly claimedBy?: string;
  /** As `inboxOrder` makes it; absent for an entry that was not read from an inbox. */
  readonly inboxOrder?: string;
}

export interface Inbox {
  page(
    of: { authority: string; unit: string; role: string },
    page: { limit: number; after?: Item },
  ): Promise<{ entries: InboxEntry[]; last?: Item }>;
}

export function inbox(table: Table): Inbox {
  return {
    async page({ authority, unit, role }, { limit, after }) {
      const { items, last } = await table.query({
        index: "inbox",
        partition: ["inbox", inboxOf(authority, unit, role)],
        limit,
        ...(after && { after }),
      });
      return { entries: items as unknown as InboxEntry[], ...(last && { last }) };
    },
  };
}
