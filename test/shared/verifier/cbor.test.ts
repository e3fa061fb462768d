import { decode } from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cborHead, decodeCbor } from "../../../shared/verifier/cbor.ts";

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

function read(hex: string): unknown {
  return decodeCbor(bytes(hex));
}

/** What cborg, at its strictest, says of bytes. */
function oracle(input: Uint8Array): { value: unknown } | undefined {
  const options = { useMaps: true, strict: true, allowIndefinite: false, allowUndefined: false };
  try {
    return { value: decode(input, { ...options, rejectDuplicateMapKeys: true }) };
  } catch {
    return undefined;
  }
}

describe("the CBOR of licences", () => {
  // RFC 8949 appendix A, those of its examples that are in the subset.
  it.each<[string, unknown]>([
    ["00", 0],
    ["17", 23],
    ["1818", 24],
    ["1864", 100],
    ["1903e8", 1000],
    ["1a000f4240", 1_000_000],
    ["1b000000e8d4a51000", 1_000_000_000_000],
    ["20", -1],
    ["3903e7", -1000],
    ["f4", false],
    ["f5", true],
    ["f6", null],
    ["40", new Uint8Array()],
    ["4401020304", Uint8Array.of(1, 2, 3, 4)],
    ["60", ""],
    ["62c3bc", "ü"],
    ["64f0908591", "𐅑"],
    ["80", []],
    ["8301820203820405", [1, [2, 3], [4, 5]]],
    ["a0", new Map()],
    [
      "a201020304",
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    [
      "a26161016162820203",
      new Map<string, unknown>([
        ["a", 1],
        ["b", [2, 3]],
      ]),
    ],
    [
      "a201016131f6",
      new Map<number | string, unknown>([
        [1, 1],
        ["1", null],
      ]),
    ],
  ])("reads %s", (hex, value) => {
    expect(read(hex)).toEqual(value);
  });

  it.each<[string, string, string]>([
    ["nothing", "", "cbor"],
    ["an integer in a longer form than needed", "1817", "cbor"],
    ["two bytes where one would do", "1900ff", "cbor"],
    ["four bytes where two would do", "1a0000ffff", "cbor"],
    ["eight bytes where four would do", "1b00000000ffffffff", "cbor"],
    ["an integer beyond what is safe", "1b0020000000000000", "cbor"],
    ["a reserved head", "1c", "cbor"],
    ["an indefinite string", "5f42010243030405ff", "cbor"],
    ["an indefinite list", "9fff", "cbor"],
    ["an indefinite map", "bfff", "cbor"],
    ["undefined", "f7", "cbor"],
    ["a half-precision fraction", "f93c00", "cbor"],
    ["a double fraction", "fb3ff199999999999a", "cbor"],
    ["a simple value", "f8ff", "cbor"],
    ["a string cut off", "4401", "cbor"],
    ["a list cut off", "8201", "cbor"],
    ["a list longer than memory", "9b000fffffffffffff", "cbor"],
    ["a text that is no UTF-8", "61ff", "utf8"],
    ["a list for a key", "a18001", "cbor"],
    ["a key twice", "a201020103", "cbor_duplicate_key"],
    ["a tag", "c11a514b67b0", "cbor"],
    ["a byte too many", "0000", "cbor_trailing_bytes"],
    ["nesting without end", `${"81".repeat(100)}00`, "cbor"],
    ["anything deeper than sixteen levels", `${"81".repeat(17)}f5`, "cbor"],
  ])("refuses %s", (_, hex, reason) => {
    expect(() => read(hex)).toThrow(reason);
  });

  it("reads nothing otherwise than cborg does, where it reads it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (input: Uint8Array) => {
        let value: unknown;
        try {
          value = decodeCbor(Uint8Array.from(input));
        } catch {
          return;
        }
        expect(oracle(input)).toEqual({ value });
      }),
      { numRuns: 20_000 },
    );
  });

  it("writes heads that it reads", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (n) => {
        expect(decodeCbor(Uint8Array.from(cborHead(0, n)))).toBe(n);
      }),
    );
  });
});
