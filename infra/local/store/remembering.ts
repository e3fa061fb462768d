import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item, Table, Write } from "../../../shared/store/client.ts";
import * as keys from "../../../shared/store/keys.ts";
import type { Key } from "../../../shared/store/table.ts";

/** A kilobyte each, or less. */
const MOST_REMEMBERED = 10_000;
/** What somebody wrote past this process, or a write of which nobody heard, is seen by then. */
const REMEMBERED_MS = 10_000;

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
export function remembering(table: Table, now: () => number = () => performance.now()): Table {
  const remembered = new Map<string, { readonly item: Item | undefined; readonly until: number }>();
  const crowds = new Map<string, Crowd>();

  const remember = (name: string, item: Item | undefined) => {
    remembered.delete(name);
    remembered.set(name, { item, until: now() + REMEMBERED_MS });
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };

  const known = (key: Key) => {
    const found = remembered.get(nameOf(key));
    return found && found.until > now() ? found : undefined;
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
      if (!isRemembered(key)) return table.get(key, options);
      const found = known(key);
      if (!found) return read(nameOf(key), () => table.get(key));
      return found.item && asRead(found.item);
    },
    async getAll(wanted) {
      const found = wanted.map(known);
      const items = found.flatMap((each) => (each?.item ? [asRead(each.item)] : []));
      const rest = wanted.filter((_, at) => !found[at]);
      return rest.length > 0 ? [...items, ...(await table.getAll(rest))] : items;
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
