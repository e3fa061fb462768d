import { createPublicKey, type KeyObject, verify as verifySignature } from "node:crypto";
import { inflateSync } from "node:zlib";
import type { Primitives } from "../primitives.ts";
import { createVerifier } from "../verify.ts";

/** node:crypto and node:zlib, synchronously; a key is parsed once. */
export const nodePrimitives: Primitives<{
  readonly key: KeyObject;
  readonly dsaEncoding: "ieee-p1363";
}> = {
  importKey(jwk) {
    return { key: createPublicKey({ key: { ...jwk }, format: "jwk" }), dsaEncoding: "ieee-p1363" };
  },
  verify(key, message, signature) {
    return signature.length === 64 && verifySignature("sha256", message, key, signature);
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

/** The verifier on Node. */
export const verify = createVerifier(nodePrimitives);
