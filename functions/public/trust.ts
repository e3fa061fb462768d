/** The keys of every issuer on this platform. */
import type { Authority } from "../../shared/authority/authority.ts";
import { isPublished, PURPOSES } from "../../shared/signing/key-ring.ts";
import { keySet, type PublishedKeySet } from "../../shared/signing/key-set.ts";
import { clock, publicKey, store } from "../wiring.ts";

/**
 * The keys of one issuer: those that sign its licences and its status lists, those that will, and
 * those whose last licence lives.
 */
export async function keysOf({
  id,
  issuer,
}: Pick<Authority, "id" | "issuer">): Promise<PublishedKeySet> {
  const [ring, ...signing] = await Promise.all([
    store().keyRings.of(id),
    ...PURPOSES.map(async (purpose) => ({ purpose, publicKey: await publicKey(id, purpose) })),
  ]);
  const now = clock.now();
  const known = ring.filter((key) => isPublished(key, now));
  return keySet(
    [...signing, ...known].map(({ publicKey, purpose }) => ({ publicKey, purpose, iss: issuer })),
  );
}

/** The keys of all issuers. */
export async function everyKey(): Promise<PublishedKeySet> {
  const sets = await Promise.all((await store().authorities.all()).map(keysOf));
  return { keys: sets.flatMap(({ keys }) => keys) };
}
