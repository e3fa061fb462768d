import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Random } from "../../../shared/ports.ts";
import { drawBelow, drawFreeIndex } from "../../../shared/status-list/free-index.ts";

/** Random that deals the given words in turn, and then counts upwards. */
function dealing(...words: number[]): Random {
  let next = 0;
  return {
    bytes(length) {
      const bytes = new Uint8Array(length);
      new DataView(bytes.buffer).setUint32(0, words[next] ?? next);
      next++;
      return bytes;
    },
  };
}

describe("drawing an index", () => {
  it("gives the first one drawn that is free", () => {
    expect(drawFreeIndex(8, (index) => index === 5, dealing(5, 13, 6))).toBe(6);
  });

  it("gives none when none is free", () => {
    expect(drawFreeIndex(8, () => true, dealing())).toBeUndefined();
  });

  it("finds the free ones in a crowded list", () => {
    fc.assert(
      fc.property(fc.nat(1023), fc.array(fc.nat(2 ** 31)), (free, words) => {
        expect(drawFreeIndex(1024, (index) => index !== free, dealing(...words))).toBe(free);
      }),
    );
  });

  it("draws again rather than prefer the small numbers", () => {
    // 2^32 - 1 is the only word beyond the last whole multiple of 3.
    expect(drawBelow(3, dealing(2 ** 32 - 1, 4))).toBe(1);
  });
});
