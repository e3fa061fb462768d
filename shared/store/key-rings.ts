/** What is known of signing keys beside KMS: which are published, and which one a `kid` means. */
import type { Purpose, RingKey } from "../signing/key-ring.ts";
import { ConditionFailed, put, type Table, type TableReader } from "./client.ts";
import * as keys from "./keys.ts";
import { withoutKey } from "./people.ts";

export interface KeyRings {
  /** Every key of an issuer, of one purpose or of all. */
  of(authority: string, purpose?: Purpose): Promise<RingKey[]>;
  byKid(authority: string, purpose: Purpose, kid: string): Promise<RingKey | undefined>;
  /** Adds a key; one that is there already stays as it is. */
  add(key: RingKey): Promise<void>;
  /** From now on `next` signs, and what signed before is kept until `keptUntil`. */
  advance(next: RingKey, before: readonly RingKey[], keptUntil: number): Promise<void>;
}

/** What whoever verifies needs of them. */
export function readKeyRings(table: TableReader): Pick<KeyRings, "of" | "byKid"> {
  return {
    async of(authority, purpose) {
      const { pk, sk } = keys.signingKey(authority, purpose ?? "", "");
      const { items } = await table.query({
        partition: ["pk", pk],
        sort: { name: "sk", prefix: purpose ? sk : "KEY#" },
        consistent: true,
      });
      return items.map((item) => withoutKey(item) as unknown as RingKey);
    },
    async byKid(authority, purpose, kid) {
      const item = await table.get(keys.signingKey(authority, purpose, kid));
      return item && (withoutKey(item) as unknown as RingKey);
    },
  };
}

export function keyRings(table: Table): KeyRings {
  return {
    ...readKeyRings(table),
    async add(key) {
      const item = { ...keys.signingKey(key.authority, key.purpose, key.kid), ...key };
      try {
        await table.write([put(item, { onlyNew: true })]);
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error;
      }
    },
    async advance(next, before, keptUntil) {
      const item = (key: RingKey) => ({
        ...keys.signingKey(key.authority, key.purpose, key.kid),
        ...key,
      });
      await table.write([
        put(item(next)),
        ...before.map((key) => put(item({ ...key, keptUntil: key.keptUntil ?? keptUntil }))),
      ]);
    },
  };
}
