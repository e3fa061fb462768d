/** The keys of every issuer on this platform. */
import { isPublished, PURPOSES } from "../../shared/signing/key-ring.ts";
import { keySet, type PublishedKeySet } from "../../shared/signing/key-set.ts";
import { clock, publicKey, store } from "../wiring.ts";

/**
 * The keys of one issuer: those that sign its licences and its status lists, those that will, and
 * those whose last licence lives.
 */
export async function keysOf(authority: string): Promise<PublishedKeySet> {
  const [ring, ...signing] = await Promise.all([
    store().keyRings.of(authority),
    ...PURPOSES.map((purpose) => publicKey(authority, purpose)),
  ]);
  const now = clock.now();
  const known = ring.filter((key) => isPublished(key, now)).map((key) => key.publicKey);
  return keySet([...signing, ...known]);
}

/** The keys of all issuers. */
export async function everyKey(): Promise<PublishedKeySet> {
  const authorities = await store().authorities.all();
  const sets = await Promise.all(authorities.map(({ id }) => keysOf(id)));
  return { keys: sets.flatMap(({ keys }) => keys) };
}
