/** The keys of every issuer on this platform. */
import { keySet, type PublishedKeySet } from "../../shared/signing/key-set.ts";
import { signer, store } from "../wiring.ts";

const PURPOSES = ["licences", "status-lists"] as const;

/** The keys of one issuer: those that sign its licences and its status lists. */
export async function keysOf(authority: string): Promise<PublishedKeySet> {
  const signers = await Promise.all(PURPOSES.map((purpose) => signer(authority, purpose)));
  return keySet(signers.map(({ publicKey }) => publicKey));
}

/** The keys of all issuers. */
export async function everyKey(): Promise<PublishedKeySet> {
  const authorities = await store().authorities.all();
  const sets = await Promise.all(authorities.map(({ id }) => keysOf(id)));
  return { keys: sets.flatMap(({ keys }) => keys) };
}
