import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyStatusList,
  STATUSES,
  type StatusName,
  sizeOf,
  statusAt,
  withStatuses,
} from "../../../shared/status-list/list.ts";
import { compressStatusList } from "../../../shared/status-list/token.ts";

const SIZE = 2 ** 17;
const names = Object.keys(STATUSES) as StatusName[];

describe("a status list", () => {
  // draft-ietf-oauth-status-list section 4.1, the example of two bits: 1 2 0 3 0 1 0 1 1 2 3 3.
  it("reads the specification's example", () => {
    const list = new Uint8Array([0xc9, 0x44, 0xf9]);
    const statuses = Array.from({ length: 12 }, (_, index) => statusAt(list, index));
    expect(statuses).toEqual([1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
  });

  it("compresses the specification's example to one that inflates to it", () => {
    const compressed = Buffer.from(compressStatusList(new Uint8Array([0xc9, 0x44, 0xf9])));
    expect(compressed.toString("base64url")).toBe("eNo76fITAAPfAgc");
  });

  it("remembers every change and nothing else", () => {
    const changes = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.constantFrom(...names)));
    fc.assert(
      fc.property(changes, fc.nat(SIZE - 1), (changed, other) => {
        const list = withStatuses(emptyStatusList(SIZE), changed);
        const expected = new Map(changed.map(([index, name]) => [index, STATUSES[name]]));
        for (const [index, status] of expected) expect(statusAt(list, index)).toBe(status);
        expect(statusAt(list, other)).toBe(expected.get(other) ?? STATUSES.valid);
      }),
    );
  });

  it("leaves the list it was made from as it is", () => {
    const before = emptyStatusList(SIZE);
    withStatuses(before, [[3, "invalid"]]);
    expect(statusAt(before, 3)).toBe(STATUSES.valid);
  });

  it.each([-1, SIZE, 0.5, Number.NaN])("has no index %d", (index) => {
    expect(() => withStatuses(emptyStatusList(SIZE), [[index, "invalid"]])).toThrow(RangeError);
  });

  it.each([0, 1000, 2 ** 16, 2 ** 21, 2 ** 17 + 4])("is not made with %d entries", (size) => {
    expect(() => emptyStatusList(size)).toThrow(RangeError);
  });

  it("stays under 16 kB with 2^20 entries of which one in a hundred is revoked", () => {
    const size = 2 ** 20;
    // Scattered by a hash: without a pattern that would compress, and the same in every run.
    const revoked = new Set<number>();
    for (let i = 0; revoked.size < size / 100; i++) {
      revoked.add(hash("sha256", `${i}`, "buffer").readUInt32BE() % size);
    }
    const changes = [...revoked].map((index) => [index, "invalid"] as const);
    const list = withStatuses(emptyStatusList(size), changes);
    expect(sizeOf(list)).toBe(size);
    expect(compressStatusList(list).length).toBeLessThan(16_000);
  });
});
