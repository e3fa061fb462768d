import type { Item, Table } from "../../../shared/store/client.ts";
import type { Key } from "../../../shared/store/table.ts";

interface Wanted {
  readonly key: Key;
  readonly askers: { resolve(item: Item | undefined): void; reject(error: unknown): void }[];
}

/**
 * Reads single items together: whatever is asked for in one turn of the event loop is one request,
 * and the same item one read. On AWS each function has a process of its own and little to put
 * together; here one process serves everybody, and a request costs more than the item it brings.
 */
export function readTogether(table: Table): Table {
  let wanted = new Map<string, Wanted>();

  const read = async () => {
    const batch = wanted;
    wanted = new Map();
    const all = [...batch.values()];
    try {
      const items = await itemsOf(table, all);
      for (const [name, { askers }] of batch) {
        for (const { resolve } of askers) resolve(copyFor(askers, items.get(name)));
      }
    } catch (error) {
      for (const { askers } of all) for (const { reject } of askers) reject(error);
    }
  };

  return {
    ...table,
    get: ({ pk, sk }) =>
      new Promise((resolve, reject) => {
        if (wanted.size === 0) setImmediate(read);
        const name = nameOf({ pk, sk });
        const known = wanted.get(name);
        if (known) known.askers.push({ resolve, reject });
        else wanted.set(name, { key: { pk, sk }, askers: [{ resolve, reject }] });
      }),
  };
}

async function itemsOf(table: Table, wanted: readonly Wanted[]): Promise<Map<string, Item>> {
  const [only, ...others] = wanted;
  if (only && others.length === 0) {
    const item = await table.get(only.key);
    return new Map(item ? [[nameOf(only.key), item]] : []);
  }
  const items = await table.getAll(wanted.map(({ key }) => key));
  return new Map(items.map((item) => [nameOf(item as unknown as Key), item]));
}

/** An asker may do with an item what it likes, so two of them never get the same object. */
function copyFor(askers: readonly unknown[], item: Item | undefined): Item | undefined {
  return item && askers.length > 1 ? structuredClone(item) : item;
}

function nameOf({ pk, sk }: Key): string {
  return `${pk}\n${sk}`;
}
