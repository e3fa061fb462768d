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

/** Whether the key that an envelope names signed it. @throws {Refusal} `key_unknown` */
export type Checks = (envelope: Envelope) => Promise<boolean>;

/**
 * Checks signatures by the keys of a set that may sign (ES256), imported when first needed.
 *
 * @throws {KeySetError} when it is not a JWK Set, or two of its keys share a `kid`
 */
export function checksBy<Key>(set: JwkSet, primitives: Primitives<Key>): Checks {
  const jwks = signingKeys(set);
  const imported = new Map<string, Key>();
  return async ({ kid, message, signature }) => {
    let key = imported.get(kid);
    if (!key) {
      const jwk = jwks.get(kid);
      if (!jwk) throw unknownIssuer("key_unknown");
      key = await importKey(jwk, primitives);
      if (!key) throw new KeySetError(`${kid} is no point of P-256.`);
      imported.set(kid, key);
    }
    return primitives.verify(key, message, signature);
  };
}

/** The key, or undefined when it is not one of P-256. */
export async function importKey<Key>(
  jwk: EcPublicJwk,
  primitives: Primitives<Key>,
): Promise<Key | undefined> {
  try {
    return await primitives.importKey({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y });
  } catch {
    return undefined;
  }
}

/** 32 bytes in base64url: the last of 43 characters holds four bits, and two that are zero. */
const COORDINATE = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/** Whether it is a public key of P-256 by its members; whether it is a point is the primitive's to say. */
export function isEcPublicJwk(jwk: unknown): jwk is EcPublicJwk {
  const { kty, crv, x, y } = (jwk ?? {}) as Record<string, unknown>;
  return kty === "EC" && crv === "P-256" && [x, y].every(isCoordinate);
}

function isCoordinate(text: unknown): boolean {
  return typeof text === "string" && COORDINATE.test(text);
}

function signingKeys(set: JwkSet): Map<string, EcPublicJwk> {
  if (!Array.isArray(set?.keys)) throw new KeySetError("It has no list of keys.");
  const byKid = new Map<string, EcPublicJwk>();
  for (const jwk of set.keys as (Record<string, unknown> | null)[]) {
    if (!isEcPublicJwk(jwk) || !maySign(jwk) || typeof jwk["kid"] !== "string") continue;
    const kid = jwk["kid"];
    const known = byKid.get(kid);
    if (known && (known.x !== jwk.x || known.y !== jwk.y)) {
      throw new KeySetError(`Two keys are named ${kid}.`);
    }
    byKid.set(kid, jwk);
  }
  return byKid;
}

/** A key says itself what it is for: `alg`, `use` and `key_ops` (RFC 7517 sections 4.2 to 4.4). */
function maySign(jwk: Record<string, unknown>): boolean {
  const { alg = "ES256", use = "sig", key_ops: uses = ["verify"] } = jwk;
  return alg === "ES256" && use === "sig" && Array.isArray(uses) && uses.includes("verify");
}
