/** Status lists: which indexes are not valid, and the tokens that were last published of each list. */
import type { Instant } from "../ports.ts";
import type { ListPlace } from "../status-list/lists.ts";
import { placeOf } from "../status-list/lists.ts";
import type { StatusMark } from "../status-list/marks.ts";
import { ConditionFailed, put, type Table, type TableReader, type Write } from "./client.ts";
import * as keys from "./keys.ts";
import { withoutKey } from "./people.ts";

export interface PublishedList {
  readonly list: string;
  readonly authority: string;
  /** Counts the publications: a stale publisher's write does not hold. */
  readonly version: number;
  readonly jwt: string;
  readonly cwt: Uint8Array;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** How many changes of its marks it holds, so that an unchanged list is not signed again. */
  readonly revision: number;
  /** When a change that is decided already takes effect next. */
  readonly nextChangeAt?: Instant;
}

export interface StatusLists {
  published(list: string): Promise<PublishedList | undefined>;
  /** How often a mark of the list was changed. */
  revision(list: string): Promise<number>;
  marks(list: string): Promise<StatusMark[]>;
  /** Throws ConditionFailed where somebody else published since `replaces` was read. */
  publish(token: PublishedList, replaces: PublishedList | undefined): Promise<void>;
  /** How many licences an authority has reserved places for; also the count of its lists. */
  used(authority: string): Promise<number>;
  /** Reserves the next place: never twice the same, gaps allowed. */
  nextPlace(authority: string): Promise<ListPlace>;
  /** The list's secret; made of `fresh` by whoever needs it first. */
  secret(list: string, fresh: Uint8Array): Promise<Uint8Array>;
}

/** What whoever verifies needs of them. */
export function readStatusLists(table: TableReader): Pick<StatusLists, "published"> {
  return {
    async published(list) {
      const item = await table.get(keys.statusList(list));
      return item && (withoutKey(item) as unknown as PublishedList);
    },
  };
}

export function statusLists(table: Table): StatusLists {
  const counter = (authority: string) => keys.counter(`status-index#${authority}`);
  const secrets = new Map<string, Uint8Array>();
  const secretOf = async (list: string) =>
    (await table.get(keys.statusSecret(list)))?.["secret"] as Uint8Array | undefined;
  return {
    ...readStatusLists(table),
    async revision(list) {
      return Number((await table.get(keys.statusRevision(list)))?.["value"] ?? 0);
    },
    async marks(list) {
      const marks: StatusMark[] = [];
      let after: Record<string, unknown> | undefined;
      do {
        const page = await table.query({
          partition: ["pk", keys.statusMark(list, 0).pk],
          sort: { name: "sk", prefix: "MARK#" },
          consistent: true,
          ...(after && { after }),
        });
        for (const { index, changes } of page.items) {
          marks.push({ index: Number(index), changes: changes as StatusMark["changes"] });
        }
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
    nextPlace: async (authority) => placeOf(authority, await table.next(counter(authority))),
    async secret(list, fresh) {
      const known = secrets.get(list) ?? (await secretOf(list));
      if (known) {
        secrets.set(list, known);
        return known;
      }
      try {
        await table.write([put({ ...keys.statusSecret(list), secret: fresh }, { onlyNew: true })]);
        return fresh;
      } catch (error) {
        const theirs = error instanceof ConditionFailed && (await secretOf(list));
        if (!theirs) throw error;
        return theirs;
      }
    },
  };
}

/**
 * Marks an index, and counts the change: a publisher that read the count before has to read again.
 * To be written with the decision that it follows from, or not at all.
 */
export function markWrites(list: string, mark: StatusMark): Write[] {
  return [
    put({ ...keys.statusMark(list, mark.index), ...mark }),
    {
      Update: {
        Key: { ...keys.statusRevision(list) },
        UpdateExpression: "ADD #value :one",
        ExpressionAttributeNames: { "#value": "value" },
        ExpressionAttributeValues: { ":one": 1 },
      },
    },
  ];
}
