import { createPublicKey, type KeyObject, verify as verifySignature } from "node:crypto";
import { inflateSync } from "node:zlib";
import type { Primitives } from "../primitives.ts";
import { createVerifier } from "../verify.ts";

/** node:crypto and node:zlib, synchronously; a key is parsed once. */
export const nodePrimitives: Primitives<KeyObject> = {
  importKey(jwk) {
    return createPublicKey({ key: { ...jwk }, format: "jwk" });
  },
  verify(key, message, signature) {
    return signature.length === 64 && verifySignature("sha256", message, key, derOf(signature));
  },
  inflate(stream, cap) {
    // With `info`, which the types do not know, the engine tells how much of the input it used.
    const { buffer, engine } = inflateSync(stream, {
      maxOutputLength: cap,
      info: true,
    }) as unknown as {
      buffer: Buffer<ArrayBuffer>;
      engine: { bytesWritten: number };
    };
    if (engine.bytesWritten !== stream.length) throw new Error("There are bytes after the stream.");
    return buffer;
  },
};

/**
 * The signature r||s in DER (RFC 3279 section 2.2.3). node:crypto would convert it itself when told
 * `dsaEncoding: "ieee-p1363"`, and takes a third longer for the whole verification then.
 */
function derOf(signature: Uint8Array): Uint8Array {
  const der = new Uint8Array(72);
  let at = 2;
  for (const end of [32, 64]) {
    let from = end - 32;
    while (signature[from] === 0 && from < end - 1) from++;
    const sign = signature[from]! >> 7;
    der[at] = 0x02;
    der[at + 1] = sign + end - from;
    der.set(signature.subarray(from, end), at + 2 + sign);
    at += 2 + sign + end - from;
  }
  der[0] = 0x30;
  der[1] = at - 2;
  return der.subarray(0, at);
}

/** The verifier on Node. */
export const verify = createVerifier(nodePrimitives);
