import { decodeBase64url } from "./base64url.ts";
import type { EcPublicJwk, Primitives } from "./primitives.ts";
import { unknownIssuer } from "./refusal.ts";
import { encodeUtf8 } from "./text.ts";

/** A JWK Set (RFC 7517 section 5) as published; members of other kinds are ignored. */
export interface JwkSet {
  readonly keys: readonly object[];
}

/** The caller's key set cannot be used: a fault of the caller's, not of the licence. */
export class KeySetError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "KeySetError";
  }
}

/** The keys of a set that may sign (ES256), by `kid`, imported when first needed. */
export class KeyRing<Key> {
  readonly #jwks: ReadonlyMap<string, EcPublicJwk>;
  readonly #imported = new Map<string, Key>();
  readonly #primitives: Primitives<Key>;

  /** @throws {KeySetError} when it is not a JWK Set, or two of its keys share a `kid` */
  constructor(set: JwkSet, primitives: Primitives<Key>) {
    this.#jwks = signingKeys(set);
    this.#primitives = primitives;
  }

  /** Whether the key `kid` signed the message. @throws {Refusal} `key_unknown` */
  async verifies(signed: {
    readonly kid: string;
    readonly message: Uint8Array<ArrayBuffer>;
    readonly signature: Uint8Array<ArrayBuffer>;
  }): Promise<boolean> {
    const key = this.#imported.get(signed.kid) ?? (await this.#import(signed.kid));
    return this.#primitives.verify(key, signed.message, signed.signature);
  }

  async #import(kid: string): Promise<Key> {
    const jwk = this.#jwks.get(kid);
    if (!jwk) throw unknownIssuer("key_unknown");
    const key = await importKey(jwk, this.#primitives);
    if (!key) throw new KeySetError(`The key ${kid} is not a point of P-256.`);
    this.#imported.set(kid, key);
    return key;
  }
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

/** Whether it is a public key of P-256 by its members; whether it is a point is the primitive's to say. */
export function isEcPublicJwk(jwk: unknown): jwk is EcPublicJwk {
  const { kty, crv, x, y } = (jwk ?? {}) as Record<string, unknown>;
  return kty === "EC" && crv === "P-256" && isCoordinate(x) && isCoordinate(y);
}

function isCoordinate(text: unknown): boolean {
  try {
    return typeof text === "string" && decodeBase64url(encodeUtf8(text)).length === 32;
  } catch {
    return false;
  }
}

function signingKeys(set: JwkSet): Map<string, EcPublicJwk> {
  if (!Array.isArray(set?.keys)) throw new KeySetError('A JWK Set has a member "keys", an array.');
  const byKid = new Map<string, EcPublicJwk>();
  for (const jwk of set.keys as (Record<string, unknown> | null)[]) {
    if (!isEcPublicJwk(jwk) || !maySign(jwk) || typeof jwk["kid"] !== "string") continue;
    const kid = jwk["kid"];
    const known = byKid.get(kid);
    if (known && (known.x !== jwk.x || known.y !== jwk.y)) {
      throw new KeySetError(`Two keys of the set share the kid ${kid}.`);
    }
    byKid.set(kid, jwk);
  }
  return byKid;
}

/** A key says itself what it is for: `alg`, `use` and `key_ops` (RFC 7517 sections 4.2 to 4.4). */
function maySign(jwk: Record<string, unknown>): boolean {
  return (
    (jwk["alg"] === undefined || jwk["alg"] === "ES256") &&
    (jwk["use"] === undefined || jwk["use"] === "sig") &&
    (jwk["key_ops"] === undefined ||
      (Array.isArray(jwk["key_ops"]) && jwk["key_ops"].includes("verify")))
  );
}
