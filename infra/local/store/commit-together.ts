import { isDeepStrictEqual } from "node:util";
import { type Table, Unavailable, type Write } from "../../../shared/store/client.ts";

/** One caller's writes: all or nothing, whoever else's they are committed with. */
interface Pending {
  readonly writes: readonly Write[];
  /** Commits them by themselves, with the failure that is theirs. */
  readonly alone: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A transaction of DynamoDB takes so many. */
const MOST_WRITES = 100;

/**
 * Commits together what is to be written while a commit is under way: the store next door takes one
 * at a time, each with an fsync. Who comes alone does not wait. A transaction that is refused says
 * nothing of any one caller in it: then each commits alone, and hears what is theirs. That nobody
 * answered is said to all: asked again, what took place after all would be refused. On AWS each
 * function has a process of its own, and transactions cost by their writes.
 */
export function commitTogether(table: Table): Table {
  let waiting: Pending[] = [];
  let underWay = false;

  const commit = async () => {
    underWay = true;
    while (waiting.length > 0) {
      const { batch, writes, rest } = nextOf(waiting);
      waiting = rest;
      const [only, ...others] = batch;
      const whole = only && others.length === 0 ? only.alone() : table.write(writes);
      await whole.then(
        () => {
          for (const { resolve } of batch) resolve();
        },
        (error) => {
          const shared = others.length === 0 || error instanceof Unavailable;
          for (const { alone, resolve, reject } of batch) {
            if (shared) reject(error);
            else alone().then(resolve, reject);
          }
        },
      );
    }
    underWay = false;
  };

  const join = (writes: readonly Write[], alone: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ writes, alone, resolve, reject });
      if (!underWay) void commit();
    });

  return {
    ...table,
    write: (writes) => join(writes, () => table.write(writes)),
    update: (update) => join([{ Update: update }], () => table.update(update)),
    remove: (key) => join([{ Delete: { Key: { ...key } } }], () => table.remove(key)),
  };
}

/**
 * Those who can be committed in one transaction, which names no item twice: whoever names one that
 * is named already waits for the next, but for checks that are the same.
 */
function nextOf(waiting: readonly Pending[]) {
  const named = new Map<string, Write>();
  const batch: Pending[] = [];
  const rest: Pending[] = [];
  for (const pending of waiting) {
    const fresh = pending.writes.filter((write) => !isSameCheck(write, named.get(nameOf(write))));
    const fits = batch.length === 0 || named.size + fresh.length <= MOST_WRITES;
    if (!fits || fresh.some((write) => named.has(nameOf(write)))) {
      rest.push(pending);
      continue;
    }
    batch.push(pending);
    for (const write of fresh) named.set(nameOf(write), write);
  }
  return { batch, writes: [...named.values()], rest };
}

function isSameCheck(write: Write, other: Write | undefined): boolean {
  return "ConditionCheck" in write && isDeepStrictEqual(write, other);
}

function nameOf(write: Write): string {
  const [{ Item, Key = Item }] = Object.values(write) as [
    { readonly Item?: Named; readonly Key?: Named },
  ];
  return `${Key?.["pk"]}\n${Key?.["sk"]}`;
}

type Named = Readonly<Record<string, unknown>>;
