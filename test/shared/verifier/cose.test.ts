import { describe, expect, it } from "vitest";
import { encodeCbor, encodeTagged } from "../../../shared/licence/cbor.ts";
import { readCose, signatureStructure } from "../../../shared/verifier/cose.ts";

/** Lengths about which a head of CBOR grows. */
const LENGTHS = [0, 23, 24, 255, 256, 65_535, 65_536];

function header(filling: number): Uint8Array {
  const unknown = new Uint8Array(filling);
  const said = new Map<number, number | Uint8Array>([
    [1, -7],
    [4, Buffer.from("key")],
    [99, unknown],
  ]);
  return encodeCbor(said);
}

describe("what a COSE_Sign1 signs", () => {
  it.each(LENGTHS.flatMap((filling) => LENGTHS.map((length) => [filling, length] as const)))(
    "is found in it as it was built, header and payload of %i and %i bytes",
    (filling, length) => {
      const protectedHeader = header(filling);
      const payload = new Uint8Array(length).fill(7);
      const signature = new Uint8Array(64).fill(9);
      const token = encodeTagged(18, [protectedHeader, new Map(), payload, signature]);
      for (const before of [[], [0xd8, 61]]) {
        const bytes = Uint8Array.from([...before, ...token]);
        const within = Uint8Array.from([1, 2, 3, ...bytes, 4]).subarray(3, -1);
        for (const given of [bytes, within]) {
          expect(readCose(given, [undefined])).toEqual({
            kid: "key",
            message: signatureStructure(protectedHeader, payload),
            payload,
            signature,
          });
        }
      }
    },
  );
});
