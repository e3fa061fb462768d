import type { EcPublicJwk } from "../verifier/primitives.ts";
import type { Purpose } from "./key-ring.ts";
import { thumbprint } from "./thumbprint.ts";

/** A public key as it is published: it says what it is for, and its name is its thumbprint. */
export interface PublishedKey extends EcPublicJwk {
  readonly kid: string;
  readonly alg: "ES256";
  readonly use: "sig";
  /** Whose tokens it signs: their `iss`. A verifier that knows this member believes it in no other. */
  readonly iss?: string;
  /** What it signs. */
  readonly purpose?: Purpose;
}

/** A key with what it is for. */
export interface BoundKey {
  readonly publicKey: EcPublicJwk;
  readonly iss: string;
  readonly purpose: Purpose;
}

/** A JWK Set (RFC 7517 section 5) as published at `/.well-known/jwks.json`. */
export interface PublishedKeySet {
  readonly keys: readonly PublishedKey[];
}

/** A public key ready for publication; private members, if any, are left out. */
export function publishedKey({ kty, crv, x, y }: EcPublicJwk): PublishedKey {
  return { kty, crv, x, y, kid: thumbprint({ kty, crv, x, y }), alg: "ES256", use: "sig" };
}

/**
 * The set of all keys whose licences live, and of those that will sign next: a key is published at
 * least one cache lifetime before it signs, and stays until its last licence expires. A key given
 * twice is published once.
 */
export function keySet(keys: Iterable<BoundKey>): PublishedKeySet {
  const published = [...keys].map(({ publicKey, iss, purpose }) => ({
    ...publishedKey(publicKey),
    iss,
    purpose,
  }));
  return { keys: [...new Map(published.map((key) => [key.kid, key])).values()] };
}
