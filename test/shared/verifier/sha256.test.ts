import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../shared/verifier/sha256.ts";

describe("SHA-256", () => {
  it("is what OpenSSL makes of every length up to four blocks", () => {
    for (let length = 0; length < 260; length++) {
      const message = `${length}-`.repeat(length).slice(0, length);
      expect(Buffer.from(sha256(message))).toEqual(hash("sha256", message, "buffer"));
    }
  });

  it("is what OpenSSL makes of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 2000 }), (message) => {
        expect(Buffer.from(sha256(message))).toEqual(hash("sha256", message, "buffer"));
      }),
    );
  });
});
