import { describe, expect, it } from "vitest";
import { readTogether } from "../../../../infra/local/store/together.ts";
import { type Item, type Table, Unavailable } from "../../../../shared/store/client.ts";
import type { Key } from "../../../../shared/store/table.ts";

const key = (pk: string): Key => ({ pk, sk: "ITEM" });

/** A table that holds what it is asked for, but for "absent", and notes each request. */
function tableOf(requests: string[][]): Table {
  const itemOf = ({ pk, sk }: Key): Item => ({ pk, sk, list: [pk] });
  return {
    get: async (wanted: Key) => {
      requests.push([wanted.pk]);
      return wanted.pk === "absent" ? undefined : itemOf(wanted);
    },
    getAll: async (wanted: readonly Key[]) => {
      requests.push(wanted.map(({ pk }) => pk));
      return wanted
        .filter(({ pk }) => pk !== "absent")
        .map(itemOf)
        .reverse();
    },
  } as unknown as Table;
}

describe("single items asked for in one turn", () => {
  it("are one request, and each asker gets its own", async () => {
    const requests: string[][] = [];
    const table = readTogether(tableOf(requests));
    const items = await Promise.all(["a", "absent", "b"].map((pk) => table.get(key(pk))));
    expect(items.map((item) => item?.["pk"])).toEqual(["a", undefined, "b"]);
    expect(requests).toEqual([["a", "absent", "b"]]);
  });

  it("are read once where they are the same, and nobody gets another's object", async () => {
    const requests: string[][] = [];
    const table = readTogether(tableOf(requests));
    const [one, other] = await Promise.all([table.get(key("a")), table.get(key("a"))]);
    expect(requests).toEqual([["a"]]);
    expect(one).toEqual(other);
    (one as { list: string[] }).list.push("changed");
    expect(other?.["list"]).toEqual(["a"]);
  });

  it("are read anew in the next turn: nothing is remembered", async () => {
    const requests: string[][] = [];
    const table = readTogether(tableOf(requests));
    await table.get(key("a"));
    await table.get(key("a"));
    expect(requests).toEqual([["a"], ["a"]]);
  });

  it("fail together, and the next turn is served", async () => {
    let down = true;
    const requests: string[][] = [];
    const inner = tableOf(requests);
    const table = readTogether({
      ...inner,
      getAll: (wanted) => (down ? Promise.reject(new Unavailable("down")) : inner.getAll(wanted)),
    });
    const both = await Promise.allSettled([table.get(key("a")), table.get(key("b"))]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    down = false;
    const again = await Promise.all([table.get(key("a")), table.get(key("b"))]);
    expect(again.map((item) => item?.["pk"])).toEqual(["a", "b"]);
  });
});
