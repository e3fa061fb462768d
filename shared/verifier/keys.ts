import type { Envelope } from "./envelope.ts";
import type { EcPublicJwk, Primitives } from "./primitives.ts";
import { unknownIssuer } from "./refusal.ts";

/** A JWK Set (RFC 7517 section 5) as published; members of other kinds are ignored. */
export interface JwkSet {
  readonly keys: readonly object[];
}

/** The caller's key set cannot be used: a fault of the caller's, not of the licence. */
export class KeySetError extends Error {
  override readonly name = "KeySetError";
}

/** What a key signs. */
export type Purpose = "licences" | "status-lists";

/** By whom an envelope says it is signed, and whether it is. */
export interface Check {
  /** Whose the key is, where the set says so. */
  readonly issuer: unknown;
  readonly isGood: boolean | Promise<boolean>;
}

/**
 * Checks that the key which an envelope names signed it; at once where the primitive does.
 *
 * @throws {Refusal} `key_unknown`: no key of this name, or none for this purpose
 * @throws {KeySetError} (as a rejection) when that key is not on the curve
 */
export type Checks = (envelope: Envelope, purpose: Purpose) => Check;

/**
 * Checks signatures by the keys of a set that may sign (ES256), imported when first needed. A key
 * that says for whom and for what it signs (`iss`, `purpose`: members of our own, which RFC 7517
 * section 4 lets others ignore) is believed in nothing else.
 *
 * @throws {KeySetError} when it is not a JWK Set, or two of its keys share a `kid` and are not the same
 */
export function checksBy<Key>(set: JwkSet, primitives: Primitives<Key>): Checks {
  const jwks = signingKeys(set);
  const imported = new Map<string, Key>();

  async function isGoodOnce(jwk: SigningKey, { kid, message, signature }: Envelope) {
    const key = await importKey(jwk, primitives);
    if (!key) throw new KeySetError(`Not P-256: ${kid}.`);
    imported.set(kid, key);
    return primitives.verify(key, message, signature);
  }

  return (envelope, wanted) => {
    const { kid, message, signature } = envelope;
    const jwk = jwks.get(kid);
    if (!jwk || (jwk.purpose ?? wanted) !== wanted) throw unknownIssuer("key_unknown");
    const key = imported.get(kid);
    const isGood = key ? primitives.verify(key, message, signature) : isGoodOnce(jwk, envelope);
    return { issuer: jwk.iss, isGood };
  };
}

/** The key, or undefined when it is not one of P-256. */
export async function importKey<Key>(
  { kty, crv, x, y }: EcPublicJwk,
  primitives: Primitives<Key>,
): Promise<Key | undefined> {
  try {
    return await primitives.importKey({ kty, crv, x, y });
  } catch {
    return undefined;
  }
}

/** 32 bytes in base64url: the last of 43 characters holds four bits, and two that are zero. */
const COORDINATE = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/** Whether it is a public key of P-256, and no private one, by its members; whether it is a point is the primitive's to say. */
export function isEcPublicJwk(jwk: unknown): jwk is EcPublicJwk {
  const { kty, crv, x, y, d } = (jwk ?? {}) as Record<string, unknown>;
  return kty === "EC" && crv === "P-256" && isCoordinate(x) && isCoordinate(y) && d === undefined;
}

function isCoordinate(text: unknown): boolean {
  return typeof text === "string" && COORDINATE.test(text);
}

type SigningKey = EcPublicJwk & { readonly iss?: unknown; readonly purpose?: unknown };

function signingKeys(set: JwkSet): Map<string, SigningKey> {
  if (!Array.isArray(set?.keys)) throw new KeySetError("No keys.");
  const byKid = new Map<string, SigningKey>();
  for (const jwk of set.keys as (Record<string, unknown> | null)[]) {
    if (!isEcPublicJwk(jwk) || !maySign(jwk) || typeof jwk["kid"] !== "string") continue;
    const kid = jwk["kid"];
    const known = byKid.get(kid) ?? jwk;
    if (JSON.stringify(known) !== JSON.stringify(jwk)) throw new KeySetError(`Two keys: ${kid}.`);
    byKid.set(kid, jwk);
  }
  return byKid;
}

/** A key says itself what it is for: `alg`, `use` and `key_ops` (RFC 7517 sections 4.2 to 4.4). */
function maySign(jwk: Record<string, unknown>): boolean {
  const { alg = "ES256", use = "sig", key_ops: uses = ["verify"] } = jwk;
  return alg === "ES256" && use === "sig" && Array.isArray(uses) && uses.includes("verify");
}
