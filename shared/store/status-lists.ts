/** Status lists: which indexes are not valid, and the token that was last published of each list. */
import type { Instant } from "../ports.ts";
import { put, type Table } from "./client.ts";
import { keys } from "./table.ts";

export interface PublishedList {
  readonly list: string;
  readonly authority: string;
  /** Counts the publications: a stale publisher's write does not hold. */
  readonly version: number;
  readonly jwt: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** What the token says, so that an unchanged list is not signed again. */
  readonly contents: string;
}

/** Indexes that are not valid, with their two-bit status. */
export type StatusMarks = ReadonlyMap<number, number>;

export interface StatusLists {
  published(list: string): Promise<PublishedList | undefined>;
  marks(list: string): Promise<StatusMarks>;
  /** Throws ConditionFailed where somebody else published since `replaces` was read. */
  publish(token: PublishedList, replaces: PublishedList | undefined): Promise<void>;
  /** How many licences an authority has reserved indexes for; also the count of its lists. */
  used(authority: string): Promise<number>;
  /** Counts one more. */
  count(authority: string): Promise<number>;
}

export function statusLists(table: Table): StatusLists {
  const counter = (authority: string) => keys.counter(`status-index#${authority}`);
  return {
    async published(list) {
      return (await table.get(keys.statusList(list))) as unknown as PublishedList | undefined;
    },
    async marks(list) {
      const marks = new Map<number, number>();
      let after: Record<string, unknown> | undefined;
      do {
        const page = await table.query({
          partition: ["pk", keys.statusMark(list, 0).pk],
          sort: { name: "sk", prefix: "MARK#" },
          consistent: true,
          ...(after && { after }),
        });
        for (const item of page.items) marks.set(Number(item["index"]), Number(item["status"]));
        after = page.last;
      } while (after);
      return marks;
    },
    async publish(token, replaces) {
      const item = { ...keys.statusList(token.list), ...token };
      if (!replaces) return table.write([put(item, { onlyNew: true })]);
      await table.write([
        {
          Put: {
            Item: item,
            ConditionExpression: "#version = :version",
            ExpressionAttributeNames: { "#version": "version" },
            ExpressionAttributeValues: { ":version": replaces.version },
          },
        },
      ]);
    },
    async used(authority) {
      const item = await table.get(counter(authority));
      return Number(item?.["value"] ?? 0);
    },
    count: (authority) => table.next(counter(authority)),
  };
}
