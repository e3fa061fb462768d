/** What is due: applications to be looked after, mails to be sent, checkouts to be settled. */
import type { Instant } from "../ports.ts";
import type { Item, Table } from "./client.ts";
import type { MailName } from "./outbox.ts";
import { keys, type WakeKind, wakePartitions } from "./table.ts";

export type DueItem =
  | { readonly kind: "application"; readonly id: string }
  | ({ readonly kind: "mail" } & MailName)
  | { readonly kind: "settlement"; readonly id: string; readonly checkout: string };

export interface Wake {
  /** Everything due by a moment, oldest first in each partition, page by page. */
  due(kind: WakeKind, by: Instant, pageSize: number): AsyncIterable<DueItem[]>;
}

export function wake(table: Table): Wake {
  return {
    async *due(kind, by, limit) {
      for (const partition of wakePartitions(kind)) {
        let after: Item | undefined;
        do {
          const page = await table.query({
            index: "wake",
            partition: ["wake", partition],
            sort: { name: "wakeAt", atMost: by },
            limit,
            ...(after && { after }),
          });
          yield page.items.map(dueItem);
          after = page.last;
        } while (after);
      }
    },
  };
}

function dueItem({ pk, sk }: Item): DueItem {
  const id = String(pk).slice(keys.application("").pk.length);
  const [, checkout] = /^SETTLEMENT#(.+)$/.exec(String(sk)) ?? [];
  if (checkout !== undefined) return { kind: "settlement", id, checkout };
  const mail = /^MAIL#(\d+)(?:#(\d+))?$/.exec(String(sk));
  if (!mail) return { kind: "application", id };
  const [, seq, part] = mail;
  return { kind: "mail", id, seq: Number(seq), ...(part && { part: Number(part) }) };
}
