import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item, Table, Write } from "../../../shared/store/client.ts";
import * as keys from "../../../shared/store/keys.ts";
import type { Key } from "../../../shared/store/table.ts";

/** A kilobyte each, or less. */
const MOST_REMEMBERED = 10_000;

const FILE = keys.application("").pk;
const EVENT = keys.event("", 0).sk.replace(/\d+$/, "");
const PARTY = keys.party("").sk;
const MEMBERSHIP = keys.membership("", "").sk;

/** Who is with an item at the moment; crowded, if one of them writes and is not alone. */
interface Crowd {
  readers: number;
  writers: number;
  crowded: boolean;
}

/**
 * Remembers files and what belongs to them, parties and who acts for them, as this process wrote or
 * read them last: every command begins with these. Functions alone write them, and all functions run
 * in this process; appointments and calendars, which `npm run authority` writes past it, are asked
 * for each time. What is decided on what is remembered is written only where it is still so, as ever.
 * On AWS each function has a process of its own, and nothing that it could remember.
 */
export function remembering(table: Table): Table {
  const remembered = new Map<string, Item | undefined>();
  const crowds = new Map<string, Crowd>();

  const remember = (name: string, item: Item | undefined) => {
    remembered.set(name, item);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };

  /** Says at the end whether what came out is certain: nobody wrote at the same time. */
  const enter = (name: string, as: "readers" | "writers"): (() => boolean) => {
    const crowd = crowds.get(name) ?? { readers: 0, writers: 0, crowded: false };
    const others = as === "writers" ? crowd.readers + crowd.writers : crowd.writers;
    if (others > 0) crowd.crowded = true;
    crowd[as]++;
    crowds.set(name, crowd);
    return () => {
      crowd[as]--;
      if (crowd.readers + crowd.writers === 0) crowds.delete(name);
      return !crowd.crowded;
    };
  };

  const read = async (name: string, ask: () => Promise<Item | undefined>) => {
    const leave = enter(name, "readers");
    let found: Item | undefined;
    try {
      found = await ask();
    } catch (error) {
      leave();
      throw error;
    }
    if (leave()) remember(name, found && asRead(found));
    return found;
  };

  const write = async (writes: readonly Write[], commit: () => Promise<void>) => {
    const changes = writes.flatMap(changeIn);
    const leaving = changes.map(({ name, item }) => {
      remembered.delete(name);
      return { name, item, leave: enter(name, "writers") };
    });
    let done = false;
    try {
      await commit();
      done = true;
    } finally {
      for (const { name, item, leave } of leaving) {
        const isCertain = leave();
        if (isCertain && done && item) remember(name, item);
      }
    }
  };

  return {
    ...table,
    async get(key, options) {
      const name = nameOf(key);
      if (!isRemembered(key)) return table.get(key, options);
      if (!remembered.has(name)) return read(name, () => table.get(key));
      const known = remembered.get(name);
      return known && asRead(known);
    },
    async getAll(wanted) {
      const rest = wanted.filter((key) => !remembered.has(nameOf(key)));
      const known = wanted.flatMap((key) => {
        const item = remembered.get(nameOf(key));
        return item ? [asRead(item)] : [];
      });
      return rest.length > 0 ? [...known, ...(await table.getAll(rest))] : known;
    },
    write: (writes) => write(writes, () => table.write(writes)),
    update: (update) => write([{ Update: update }], () => table.update(update)),
    remove: (key) => write([{ Delete: { Key: { ...key } } }], () => table.remove(key)),
  };
}

/** What a write changes of what is remembered: as it is written whole, or in a way not known here. */
function changeIn(write: Write): { name: string; item?: Item }[] {
  if ("ConditionCheck" in write) return [];
  const { Key: key, Item: item } = Object.values(write)[0] as { Key?: Item; Item?: Item };
  const { pk, sk } = (key ?? item) as unknown as Key;
  if (!isRemembered({ pk, sk })) return [];
  return [{ name: nameOf({ pk, sk }), ...(item && { item }) }];
}

/** An item of its own, as the table gives it to who asks: what is undefined is not stored. */
function asRead(item: Item): Item {
  return unmarshall(marshall(item, { removeUndefinedValues: true }));
}

/** Events are read by their trail and not one by one. */
function isRemembered({ pk, sk }: Key): boolean {
  if (pk.startsWith(FILE)) return !sk.startsWith(EVENT);
  return sk === PARTY || sk.startsWith(MEMBERSHIP);
}

function nameOf({ pk, sk }: Key): string {
  return `${pk}\n${sk}`;
}
