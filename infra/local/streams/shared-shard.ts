import type { WrittenRecord } from "./event.ts";
import type { ShardPage, ShardReader } from "./shard.ts";

/** One shard, read once for all who follow it. */
export interface SharedShard {
  /** @param after asked at each reading: the last record that its follower is done with */
  readerFor(after: () => string | undefined): ShardReader;
}

/** A few megabytes; who is further behind reads for itself, until it has caught up. */
const MOST_HELD = 2_000;

/**
 * Holds what was read of a shard of late, so that each record is asked of the store once, however
 * many follow the stream and whichever of them is behind.
 * @param open a reader of the shard that begins after what the function tells
 */
export function sharedShard(open: (after: () => string | undefined) => ShardReader): SharedShard {
  let held: WrittenRecord[] = [];
  /** The record before those. */
  let before: string | undefined;
  let hasBegun = false;
  let reading: Promise<ShardPage> | undefined;
  const head = open(() => (held.length > 0 ? numberOf(held.at(-1)) : before));

  const readOn = async (limit: number): Promise<ShardPage> => {
    const page = await head.read(limit);
    held.push(...page.records);
    const surplus = held.length - MOST_HELD;
    if (surplus > 0) {
      before = numberOf(held[surplus - 1]);
      held = held.slice(surplus);
    }
    return page;
  };

  /** Where those begin that come after a record; undefined where it is not known. */
  const placeAfter = (position: string | undefined): number | undefined => {
    if (position === before) return 0;
    const place = held.findLastIndex((record) => numberOf(record) === position);
    return place < 0 ? undefined : place + 1;
  };

  return {
    readerFor(after) {
      let own: ShardReader | undefined;
      return {
        async read(limit) {
          const position = after();
          if (!hasBegun) before = position;
          hasBegun = true;
          for (;;) {
            const place = placeAfter(position);
            if (place === undefined) {
              own ??= open(after);
              return own.read(limit);
            }
            own = undefined;
            if (place < held.length) {
              return { records: held.slice(place, place + limit), isEnd: false };
            }
            reading ??= readOn(limit).finally(() => {
              reading = undefined;
            });
            const page = await reading;
            if (page.records.length === 0) return page;
          }
        },
      };
    },
  };
}

function numberOf(record: WrittenRecord | undefined): string | undefined {
  return record?.dynamodb?.SequenceNumber;
}
