import { beforeEach, describe, expect, it } from "vitest";
import { remembering } from "../../../../infra/local/store/remembering.ts";
import {
  ConditionFailed,
  type Item,
  put,
  type Table,
  type Write,
} from "../../../../shared/store/client.ts";
import * as keys from "../../../../shared/store/keys.ts";
import type { Key } from "../../../../shared/store/table.ts";

const file = keys.application("a");
const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
const state = (seq: number): Item & Key => ({ ...file, seq });

/** What the table holds, what it was asked for, and what keeps an operation from ending. */
let held: Map<string, Item>;
let asked: string[];
let hold: Promise<void>;
let now: number;
let table: Table;

beforeEach(() => {
  held = new Map();
  asked = [];
  hold = Promise.resolve();
  const find = (key: Key) => {
    asked.push(nameOf(key));
    return held.get(nameOf(key));
  };
  const behind = {
    get: async (key: Key) => {
      const found = find(key);
      await hold;
      return found;
    },
    getAll: async (wanted: readonly Key[]) => wanted.flatMap((key) => find(key) ?? []),
    write: async (writes: readonly Write[]) => {
      for (const write of writes) {
        if ("Put" in write) held.set(nameOf(write.Put.Item as unknown as Key), write.Put.Item);
      }
      await hold;
    },
    update: async ({ Key }: { Key: Item }) => {
      held.set(nameOf(Key as unknown as Key), { ...Key, changed: true });
    },
    remove: async (key: Key) => void held.delete(nameOf(key)),
  };
  now = 0;
  table = remembering(behind as unknown as Table, () => now);
});

/** Keeps what is asked from now on from ending. @returns lets it end */
function holding(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  return resolve;
}

describe("a file", () => {
  it("is not asked for again by who wrote it", async () => {
    await table.write([put(state(1))]);
    expect(await table.get(file)).toEqual(state(1));
    expect(asked).toEqual([]);
  });

  it("is asked for once by who reads it", async () => {
    held.set(nameOf(file), state(1));
    expect(await table.get(file)).toEqual(state(1));
    expect(await table.get(file)).toEqual(state(1));
    expect(asked).toHaveLength(1);
  });

  it("is nobody's own: who changes what they were given changes it for nobody else", async () => {
    held.set(nameOf(file), { ...file, list: [{ seq: 1 }] });
    for (let reader = 0; reader < 3; reader++) {
      const found = (await table.get(file)) as { list: { seq: number }[] };
      expect(found.list).toEqual([{ seq: 1 }]);
      for (const each of found.list) each.seq = 9;
    }
  });

  it("is as the table would give it: bytes as they are, and nothing that is undefined", async () => {
    const state = new Uint8Array([1, 0, 255]);
    await table.write([put({ ...file, state, none: undefined, list: [{ none: undefined }] })]);
    const found = await table.get(file);
    expect(found).toStrictEqual({ ...file, state, list: [{}] });
    expect(found?.["state"]).toBeInstanceOf(Uint8Array);
  });

  it("is asked for again where its write was refused", async () => {
    await table.write([put(state(1))]);
    const refusal = new ConditionFailed([0]);
    held.set(nameOf(file), state(2));
    const refusing = remembering({
      ...table,
      get: async (key) => held.get(nameOf(key)),
      write: () => Promise.reject(refusal),
    });
    await expect(refusing.write([put(state(2))])).rejects.toBe(refusal);
    expect(await refusing.get(file)).toEqual(state(2));
  });

  it.each<[string, () => Promise<void>, unknown]>([
    [
      "was changed in part",
      () => table.update({ Key: { ...file }, UpdateExpression: "SET changed = true" }),
      { ...file, changed: true },
    ],
    ["was removed", () => table.remove(file), undefined],
  ])("is asked for again where it %s", async (_, change, after) => {
    await table.write([put(state(1))]);
    await change();
    expect(await table.get(file)).toEqual(after);
    expect(asked).toHaveLength(1);
  });

  it("is asked for while it is being written, and what that found is not kept", async () => {
    await table.write([put(state(1))]);
    const end = holding();
    const written = table.write([put(state(2))]);
    const read = table.get(file);
    held.set(nameOf(file), state(3));
    end();
    await Promise.all([written, read]);
    expect(await table.get(file)).toEqual(state(3));
    expect(asked).toHaveLength(2);
  });

  it("is asked for again where it was written while somebody read it", async () => {
    held.set(nameOf(file), state(1));
    const end = holding();
    const read = table.get(file);
    const written = table.write([put(state(2))]);
    end();
    expect(await read).toEqual(state(1));
    await written;
    expect(await table.get(file)).toEqual(state(2));
    expect(asked).toHaveLength(2);
  });

  it("is asked for again where two have written it at the same time", async () => {
    const end = holding();
    const writes = [table.write([put(state(2))]), table.write([put(state(1))])];
    held.set(nameOf(file), state(2));
    end();
    await Promise.all(writes);
    expect(await table.get(file)).toEqual(state(2));
  });
});

describe("what stands beside a file", () => {
  it.each([
    ["a party", keys.party("p"), 1],
    ["a membership", keys.membership("person", "p"), 1],
    ["a document", keys.document("a", "d"), 1],
    ["a mail", keys.mail("a", 1), 1],
    ["an appointment", keys.appointment("person", "authority", "1"), 2],
    ["an authority", keys.authority("authority"), 2],
    ["an event", keys.event("a", 1), 2],
  ])("is remembered where functions alone write it: %s", async (_, key, times) => {
    held.set(nameOf(key), { ...key });
    await table.get(key);
    expect(await table.get(key)).toEqual(key);
    expect(asked).toHaveLength(times);
  });

  it("is known to be absent until it is written", async () => {
    const membership = keys.membership("person", "p");
    expect(await table.get(membership)).toBeUndefined();
    expect(await table.get(membership)).toBeUndefined();
    expect(asked).toHaveLength(1);
    await table.write([put({ ...membership, person: "person" })]);
    expect(await table.get(membership)).toMatchObject({ person: "person" });
  });
});

describe("several items", () => {
  it("are asked for but for those that are known", async () => {
    const authority = keys.authority("authority");
    held.set(nameOf(authority), { ...authority });
    await table.write([put(state(1))]);
    expect(await table.getAll([authority, file])).toEqual([state(1), authority]);
    expect(await table.getAll([file])).toEqual([state(1)]);
    expect(asked).toEqual([nameOf(authority)]);
  });
});

it("asks again after ten seconds, for what was written past it", async () => {
  await table.write([put(state(1))]);
  held.set(nameOf(file), state(2));
  now = 9_999;
  expect(await table.get(file)).toEqual(state(1));
  now = 10_000;
  expect(await table.getAll([file])).toEqual([state(2)]);
  expect(await table.get(file)).toEqual(state(2));
});

it("forgets the oldest of very many", async () => {
  await table.write([put(state(1))]);
  for (let other = 0; other < 10_000; other++) {
    await table.write([put({ ...keys.application(`other${other}`) })]);
  }
  await table.get(file);
  expect(asked).toEqual([nameOf(file)]);
});
