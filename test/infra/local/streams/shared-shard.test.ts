import { beforeEach, describe, expect, it } from "vitest";
import type { ShardReader } from "../../../../infra/local/streams/shard.ts";
import { type SharedShard, sharedShard } from "../../../../infra/local/streams/shared-shard.ts";

/** What stands in the shard: its records' numbers begin with 1. */
let length: number;
/** Each reading of the store: the first number that it brought, and how many. */
let readings: [first: number, count: number][];
let refuse: Error | undefined;
let isClosed: boolean;
let shard: SharedShard;

/** A reader that goes on where it has stopped, as an iterator of the store does. */
function open(after: () => string | undefined): ShardReader {
  let next: number | undefined;
  return {
    async read(limit) {
      next ??= Number(after() ?? 0) + 1;
      const first = next;
      await new Promise(setImmediate);
      if (refuse) {
        next = undefined;
        throw refuse;
      }
      const count = Math.max(0, Math.min(limit, length + 1 - first));
      readings.push([first, count]);
      next = first + count;
      const records = Array.from({ length: count }, (_, at) => ({
        dynamodb: { SequenceNumber: String(first + at) },
      }));
      return { records, isEnd: isClosed && first + count > length };
    },
  };
}

/** Who follows the shard, and is done with what they have read. */
function follower(done = 0) {
  let position = done;
  const reader = shard.readerFor(() => (position === 0 ? undefined : String(position)));
  return async (limit: number): Promise<number[]> => {
    const { records } = await reader.read(limit);
    const numbers = records.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber));
    position = numbers.at(-1) ?? position;
    return numbers;
  };
}

beforeEach(() => {
  [length, readings, refuse, isClosed] = [5, [], undefined, false];
  shard = sharedShard(open);
});

describe("a shard that several follow", () => {
  it("is read once, also where they ask at the same time", async () => {
    const [one, other] = [follower(), follower()];
    expect(await Promise.all([one(10), other(10)])).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
    expect(readings).toEqual([[1, 5]]);
  });

  it("gives who is behind what the other has read, as much as they ask for", async () => {
    const [one, other] = [follower(), follower()];
    await one(10);
    expect(await other(2)).toEqual([1, 2]);
    expect(await other(2)).toEqual([3, 4]);
    length = 7;
    expect(await other(2)).toEqual([5]);
    expect(await other(2)).toEqual([6, 7]);
    expect(await one(10)).toEqual([6, 7]);
    expect(readings).toEqual([
      [1, 5],
      [6, 2],
    ]);
  });

  it("says that there is nothing where nothing was written", async () => {
    length = 0;
    expect(await follower()(10)).toEqual([]);
  });

  it("tells each of them that it has ended, when they have all of it", async () => {
    isClosed = true;
    for (const read of [shard.readerFor(() => "3"), shard.readerFor(() => "5")]) {
      const { records, isEnd } = await read.read(10);
      expect(isEnd).toBe(records.length === 0);
    }
  });

  it("lets who begins elsewhere read for themselves until they have met", async () => {
    const [early, late] = [follower(1), follower(3)];
    expect(await late(1)).toEqual([4]);
    expect(await early(2)).toEqual([2, 3]);
    length = 8;
    expect(await late(10)).toEqual([5, 6, 7, 8]);
    expect(await early(10)).toEqual([4, 5, 6, 7, 8]);
    const before = readings.length;
    length = 9;
    expect([await early(10), await late(10)]).toEqual([[9], [9]]);
    expect(readings).toHaveLength(before + 1);
  });

  it("lets who is far behind read for themselves, with no record left out", async () => {
    length = 5_000;
    const [one, other] = [follower(), follower()];
    for (let read = 0; read < 5; read++) await one(1_000);
    const seen: number[] = [];
    for (let read = 0; read < 5; read++) seen.push(...(await other(1_000)));
    expect(seen).toEqual(Array.from({ length: 5_000 }, (_, at) => at + 1));
  });

  it("fails for all who wait for it, and goes on where it was", async () => {
    const [one, other] = [follower(), follower()];
    await Promise.all([one(10), other(10)]);
    length = 6;
    refuse = new Error("down");
    const ends = await Promise.allSettled([one(10), other(10)]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    refuse = undefined;
    expect([await one(10), await other(10)]).toEqual([[6], [6]]);
  });
});
