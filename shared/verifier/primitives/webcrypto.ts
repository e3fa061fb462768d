import type { Primitives } from "../primitives.ts";
import { createVerifier } from "../verify.ts";

const IMPORT = { name: "ECDSA", namedCurve: "P-256" };
const VERIFY = { name: "ECDSA", hash: "SHA-256" };

type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** WebCrypto and the Compression Streams API: browsers in secure contexts, and other runtimes. */
export const webcryptoPrimitives: Primitives<WebKey> = {
  importKey: (jwk) => crypto.subtle.importKey("jwk", jwk, IMPORT, false, ["verify"]),
  verify: (key, message, signature) => crypto.subtle.verify(VERIFY, key, signature, message),
  async inflate(stream, cap) {
    const inflated = new Uint8Array(cap);
    let length = 0;
    // The standard refuses bytes after the stream. Reading piece by piece stops a bomb early:
    // `set` beyond the end is a RangeError. (Not every browser iterates over a stream.)
    const pieces = new Blob([stream]).stream().pipeThrough(new DecompressionStream("deflate"));
    const reader = pieces.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      inflated.set(next.value, length);
      length += next.value.length;
    }
    return inflated.slice(0, length);
  },
};

/** The verifier in the browser. */
export const verify = createVerifier(webcryptoPrimitives);
