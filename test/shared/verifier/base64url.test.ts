import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64url, encodeBase64url } from "../../../shared/verifier/base64url.ts";

describe("base64url", () => {
  it("is what Node makes of the same bytes, and back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64url");
        expect(encodeBase64url(bytes)).toBe(text);
        expect(decodeBase64url(text)).toEqual(bytes);
        expect(decodeBase64url(text, new Uint8Array(100))).toEqual(bytes);
      }),
    );
  });

  it("has one spelling for the same bytes: whatever is read is written alike", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."ABQgwxyz019-_+/= \n~é"), maxLength: 8 }),
        (text) => {
          let bytes: Uint8Array;
          try {
            bytes = decodeBase64url(text);
          } catch {
            return;
          }
          expect(encodeBase64url(bytes)).toBe(text);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    "A",
    "AB",
    "AAB",
    "AA==",
    "AA AA",
    "AA+A",
    "AA/A",
    "é",
    "AAA\u0141",
    "AAA\u{1F600}",
    "AAAA\n",
  ])("refuses %j", (text) => {
    expect(() => decodeBase64url(text)).toThrow("base64url");
  });
});
