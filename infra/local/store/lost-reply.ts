/** Whether a transaction whose reply was lost has taken place: the store next door keeps no token. */
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { TABLE } from "../../../shared/store/table.ts";

type WireItem = Readonly<Record<string, unknown>>;

interface Put {
  readonly TableName: string;
  readonly Item: WireItem;
  readonly ConditionExpression?: string;
}

/** Asks the store one operation; rejects where it cannot be reached. */
export type Ask = (operation: "GetItem", input: object) => Promise<{ readonly Item?: WireItem }>;

/** A store that died is there again within some fifty milliseconds. */
const TRIES = 20;
const REST_MS = 50;

/**
 * All of a transaction is there, or none of it: where each item that was to be new, as the event of
 * a change is, stands as it was to be put, it took place, whatever has moved since. One that puts
 * nothing new is known by all that it puts; one that puts nothing cannot be told: it counts as not
 * done.
 * @param body of `TransactWriteItems`
 */
export async function tookPlace(body: string, ask: Ask): Promise<boolean> {
  const { TransactItems } = JSON.parse(body) as { TransactItems: readonly { Put?: Put }[] };
  const all = TransactItems.flatMap(({ Put: put }) => put ?? []);
  const fresh = all.filter(({ ConditionExpression: condition }) => condition?.includes(NEW));
  const puts = fresh.length > 0 ? fresh : all;
  for (let tries = 0; puts.length > 0 && tries < TRIES; tries++) {
    try {
      const standing = await Promise.all(puts.map((put) => ask("GetItem", question(put))));
      return puts.every(({ Item }, at) => isDeepStrictEqual(standing[at]?.Item, Item));
    } catch {
      await delay(REST_MS);
    }
  }
  return false;
}

const NEW = "attribute_not_exists";

function question({ TableName, Item }: Put) {
  const names = [TABLE.partitionKey, TABLE.sortKey];
  const Key = Object.fromEntries(names.map((name) => [name, Item[name]]));
  return { TableName, Key, ConsistentRead: true };
}
