import { describe, expect, it } from "vitest";
import { commitTogether } from "../../../../infra/local/store/commit-together.ts";
import {
  ConditionFailed,
  check,
  put,
  type Table,
  Unavailable,
  type Update,
  type Write,
} from "../../../../shared/store/client.ts";

const key = (pk: string) => ({ pk, sk: "ITEM" });
const item = (pk: string, value = 1) => put({ ...key(pk), value });
const member = check(key("member"), "present");
const update = (pk: string): Update => ({ Key: key(pk), UpdateExpression: "SET #a = :a" });

/** A table that commits when it is told to, and refuses whatever names a forbidden item. */
function handTable(forbidden: readonly string[] = []) {
  const commits: string[][] = [];
  const open: (() => void)[] = [];
  const called: string[] = [];
  const write = async (writes: readonly Write[]) => {
    const names = writes.map(nameOf);
    commits.push(names);
    await new Promise<void>((resolve) => open.push(resolve));
    const failed = names.flatMap((name, at) => (forbidden.includes(name) ? [at] : []));
    if (failed.length > 0) throw new ConditionFailed(failed);
  };
  const table = {
    write,
    update: (each: Update) => {
      called.push("update");
      return write([{ Update: each }]);
    },
    remove: (each: object) => {
      called.push("remove");
      return write([{ Delete: { Key: { ...each } } }]);
    },
  } as unknown as Table;
  return {
    table: commitTogether(table),
    commits,
    called,
    /** Lets what was begun come to its end, and what that begins, so often. */
    async proceed(times = 1) {
      for (let count = 0; count < times; count++) {
        for (const resolve of open.splice(0)) resolve();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

function nameOf(write: Write): string {
  const [{ Item, Key = Item }] = Object.values(write) as [
    { Item?: { pk: string }; Key?: { pk: string } },
  ];
  return Key?.pk ?? "";
}

describe("what is to be written", () => {
  it("is committed at once, and as it came, where it comes alone", async () => {
    const { table, commits, called, proceed } = handTable();
    const done = Promise.all([table.update(update("a"))]);
    expect([commits, called]).toEqual([[["a"]], ["update"]]);
    await proceed();
    await done;
    const removed = table.remove(key("b"));
    expect([commits, called]).toEqual([
      [["a"], ["b"]],
      ["update", "remove"],
    ]);
    await proceed();
    await removed;
  });

  it("is committed together where it comes while a commit is under way", async () => {
    const { table, commits, proceed } = handTable();
    const done = Promise.all([
      table.write([item("a")]),
      table.write([item("b"), item("c")]),
      table.update(update("d")),
      table.remove(key("e")),
    ]);
    expect(commits).toEqual([["a"]]);
    await proceed();
    expect(commits).toEqual([["a"], ["b", "c", "d", "e"]]);
    await proceed();
    await done;
    expect(commits).toHaveLength(2);
  });

  it("is acknowledged when its own commit is done, and no sooner", async () => {
    const { table, proceed } = handTable();
    const acknowledged: string[] = [];
    for (const name of ["a", "b"]) {
      void table.write([item(name)]).then(() => acknowledged.push(name));
    }
    await proceed();
    expect(acknowledged).toEqual(["a"]);
    await proceed();
    expect(acknowledged).toEqual(["a", "b"]);
  });

  it("waits for the next commit where it names an item that is named already", async () => {
    const { table, commits, proceed } = handTable();
    const done = Promise.all([
      table.write([item("a")]),
      table.write([item("b"), item("same", 1)]),
      table.write([item("same", 2), item("c")]),
      table.write([check(key("b"), "absent")]),
      table.write([item("d")]),
    ]);
    await proceed(3);
    await done;
    expect(commits).toEqual([["a"], ["b", "same", "d"], ["same", "c", "b"]]);
  });

  it("is held to the same check once for all who ask for it", async () => {
    const { table, commits, proceed } = handTable();
    const done = Promise.all(
      ["a", "b", "c"].map((name) => table.write([item(name), structuredClone(member)])),
    );
    await proceed(2);
    await done;
    expect(commits).toEqual([
      ["a", "member"],
      ["b", "member", "c"],
    ]);
  });

  it("is never more than a transaction takes", async () => {
    const { table, commits, proceed } = handTable();
    const parts = Array.from({ length: 30 }, (_, at) =>
      table.write(["x", "y", "z", "u", "v"].map((name) => item(`${at}${name}`))),
    );
    await proceed(3);
    await Promise.all(parts);
    expect(commits.map(({ length }) => length)).toEqual([5, 100, 45]);
  });
});

describe("a refusal", () => {
  it("is heard by whom it is meant for, and the others are committed", async () => {
    const { table, commits, proceed } = handTable(["bad"]);
    const outcomes = Promise.allSettled([
      table.write([item("a")]),
      table.write([item("b"), item("c")]),
      table.write([item("d"), item("bad")]),
      table.write([item("e")]),
    ]);
    await proceed(3);
    expect(await outcomes).toMatchObject([
      { status: "fulfilled" },
      { status: "fulfilled" },
      { status: "rejected", reason: { name: "ConditionFailed", failed: [1] } },
      { status: "fulfilled" },
    ]);
    expect(commits.slice(2)).toEqual([["b", "c"], ["d", "bad"], ["e"]]);
  });

  it("of one who comes alone is theirs, and the next are committed", async () => {
    const { table, commits, proceed } = handTable(["bad"]);
    const bad = table.write([item("bad")]);
    const good = table.write([item("a")]);
    void bad.catch(() => {});
    await proceed(2);
    await expect(bad).rejects.toBeInstanceOf(ConditionFailed);
    await good;
    expect(commits).toEqual([["bad"], ["a"]]);
  });

  it("of a table that does not answer is heard by each", async () => {
    let tries = 0;
    const down = {
      write: async () => {
        tries++;
        throw new Unavailable("down");
      },
    } as unknown as Table;
    const table = commitTogether(down);
    const outcomes = await Promise.allSettled(["a", "b", "c"].map((pk) => table.write([item(pk)])));
    expect(outcomes).toMatchObject(
      outcomes.map(() => ({ status: "rejected", reason: { name: "Unavailable" } })),
    );
    // The first by itself, and the others together: nothing is asked twice.
    expect(tries).toBe(2);
  });
});
