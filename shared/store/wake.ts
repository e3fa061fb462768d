/** What is due: applications to be looked after, mails to be sent, checkouts to be settled. */
import type { Instant } from "../ports.ts";
import type { Item, Table } from "./client.ts";
import * as keys from "./keys.ts";
import type { MailName } from "./outbox.ts";
import { type WakeKind, wakePartitions } from "./table.ts";

export type DueItem =
  | { readonly kind: "application"; readonly id: string }
  | ({ readonly kind: "mail" } & MailName)
  | { readonly kind: "settlement"; readonly id: string; readonly checkout: string }
  /** An authority whose open files are to be counted anew. */
  | { readonly kind: "recount"; readonly id: string };

export interface Wake {
  /** Everything due by a moment, oldest first over all partitions, page by page. */
  due(kind: WakeKind, by: Instant, pageSize: number): AsyncGenerator<DueItem[], void>;
}

export function wake(table: Table): Wake {
  return {
    async *due(kind, by, limit) {
      const heads = wakePartitions(kind).map((partition) => queue(table, partition, by, limit));
      for (;;) {
        await Promise.all(heads.map((head) => head.fill()));
        const page: DueItem[] = [];
        // Behind a queue that ran empty may stand what is older than all the others show.
        while (page.length < limit && !heads.some((head) => head.ranEmpty())) {
          const first = oldest(heads);
          if (!first) break;
          page.push(dueItem(first.take()));
        }
        if (page.length === 0) return;
        yield page;
      }
    },
  };
}

/** One partition of the index, read ahead by a page. */
interface Queue {
  fill(): Promise<void>;
  ranEmpty(): boolean;
  /** When its first item was due; undefined where it has none. */
  first(): Instant | undefined;
  take(): Item;
}

function queue(table: Table, partition: string, by: Instant, limit: number): Queue {
  let items: readonly Item[] = [];
  let place = 0;
  let after: Item | undefined;
  let more = true;
  return {
    async fill() {
      if (place < items.length || !more) return;
      const page = await table.query({
        index: "wake",
        partition: ["wake", partition],
        sort: { name: "wakeAt", atMost: by },
        limit,
        ...(after && { after }),
      });
      [items, place, after, more] = [page.items, 0, page.last, page.last !== undefined];
    },
    ranEmpty: () => place >= items.length && more,
    first: () => (place < items.length ? Number(items[place]?.["wakeAt"]) : undefined),
    take: () => items[place++] as Item,
  };
}

function oldest(heads: readonly Queue[]): Queue | undefined {
  let found: Queue | undefined;
  for (const head of heads) {
    const first = head.first();
    if (first !== undefined && first < (found?.first() ?? Number.POSITIVE_INFINITY)) found = head;
  }
  return found;
}

function dueItem({ pk, sk }: Item): DueItem {
  const id = String(pk).slice(keys.application("").pk.length);
  const { pk: authorities, sk: recount } = keys.recount("");
  if (sk === recount) return { kind: "recount", id: String(pk).slice(authorities.length) };
  const [, checkout] = /^SETTLEMENT#(.+)$/.exec(String(sk)) ?? [];
  if (checkout !== undefined) return { kind: "settlement", id, checkout };
  const mail = /^MAIL#(\d+)(?:#(\d+))?$/.exec(String(sk));
  if (!mail) return { kind: "application", id };
  const [, seq, part] = mail;
  return { kind: "mail", id, seq: Number(seq), ...(part && { part: Number(part) }) };
}
