import { generateKeyPairSync, sign, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signatureFromDer } from "../../../shared/signing/der.ts";

function derInteger(value: bigint): number[] {
  const hex = value.toString(16);
  const digits = [...Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex")];
  const content = digits[0]! > 0x7f ? [0, ...digits] : digits;
  return [2, content.length, ...content];
}

function der(...content: number[]): Uint8Array {
  return Uint8Array.from([0x30, content.length, ...content]);
}

const field = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });

describe("an ECDSA signature in DER", () => {
  it("becomes r||s, each in 32 bytes, however short", () => {
    fc.assert(
      fc.property(field, field, (r, s) => {
        const raw = Buffer.from(signatureFromDer(der(...derInteger(r), ...derInteger(s))));
        const expected = [r, s].map((value) => value.toString(16).padStart(64, "0")).join("");
        expect(raw.toString("hex")).toBe(expected);
      }),
    );
  });

  it("is read as OpenSSL writes it", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const message = Buffer.from("licence");
    const key = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
    const raw = signatureFromDer(sign("sha256", message, privateKey));
    expect(verify("sha256", message, key, raw)).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["another tag", Uint8Array.from([0x31, 6, 2, 1, 1, 2, 1, 1])],
    ["a wrong length", Uint8Array.from([0x30, 7, 2, 1, 1, 2, 1, 1])],
    ["bytes after its end", der(2, 1, 1, 2, 1, 1, 0)],
    ["one integer", der(2, 1, 1)],
    ["an integer without digits", der(2, 0, 2, 1, 1)],
    ["a negative integer", der(2, 1, 0x80, 2, 1, 1)],
    ["a needless zero", der(2, 2, 0, 1, 2, 1, 1)],
    ["an integer cut off", der(2, 1, 1, 2, 9, 1)],
    ["an integer of 33 digits", der(2, 33, ...Array(33).fill(1), 2, 1, 1)],
  ])("is refused when it is %s", (_, bytes) => {
    expect(() => signatureFromDer(bytes)).toThrow(RangeError);
  });
});
