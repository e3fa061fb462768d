import { malformed } from "./refusal.ts";

/** A public key of ECDSA P-256 (RFC 7517, RFC 7518 section 6.2.1). */
export interface EcPublicJwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  /** Base64url of 32 bytes. */
  readonly x: string;
  readonly y: string;
}

/**
 * What the platform can do and the verifier leaves to it: `primitives/node.ts` and
 * `primitives/webcrypto.ts`. Each may answer at once or by a promise.
 */
export interface Primitives<Key> {
  /** Imports a public key. Throws when (x, y) is not a point of the curve. */
  importKey(jwk: EcPublicJwk): Key | Promise<Key>;
  /** ECDSA P-256 with SHA-256 over `message`; `signature` is r||s, 64 bytes (RFC 7518 section 3.4). */
  verify(
    key: Key,
    message: Uint8Array<ArrayBuffer>,
    signature: Uint8Array<ArrayBuffer>,
  ): boolean | Promise<boolean>;
  /**
   * Inflates a zlib stream (RFC 1950). Throws a `RangeError` when more than `cap` bytes come out,
   * and anything else when the stream is faulty, cut off, or followed by more bytes.
   */
  inflate(
    stream: Uint8Array<ArrayBuffer>,
    cap: number,
  ): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
}

/** @throws {Refusal} `deflate`, `inflated_too_long` */
export async function inflate(
  primitives: Pick<Primitives<never>, "inflate">,
  stream: Uint8Array<ArrayBuffer>,
  cap: number,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await primitives.inflate(stream, cap);
  } catch (error) {
    throw malformed(error instanceof RangeError ? "inflated_too_long" : "deflate");
  }
}
