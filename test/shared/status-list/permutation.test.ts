import { describe, expect, it } from "vitest";
import { LIST_SIZE } from "../../../shared/status-list/lists.ts";
import { PERMUTED, permutationBy } from "../../../shared/status-list/permutation.ts";

const secret = Buffer.alloc(32, "a secret of the list's own");
const permuted = permutationBy(secret);

describe("the indexes of a status list", () => {
  it("are as many as the list is long, so that more than a million licences have each their own", () => {
    expect(PERMUTED).toBe(LIST_SIZE);
    const seen = new Uint8Array(PERMUTED);
    for (let position = 0; position < PERMUTED; position++) seen[permuted(position)]!++;
    expect(seen.every((times) => times === 1)).toBe(true);
  });

  it("are the same whenever the same list is asked for the same position", () => {
    const again = permutationBy(Buffer.from(secret));
    const positions = [0, 1, 2, 1023, 1024, PERMUTED - 1];
    expect(positions.map(again)).toEqual(positions.map(permuted));
  });

  it("are others in a list of another secret", () => {
    const other = permutationBy(Buffer.alloc(32, "another"));
    const positions = Array.from({ length: 1000 }, (_, position) => position);
    expect(positions.filter((each) => other(each) === permuted(each)).length).toBeLessThan(10);
  });

  it("do not tell the order of issue: licences issued one after the other lie anywhere", () => {
    const steps = Array.from({ length: 20_000 }, (_, position) =>
      Math.abs(permuted(position + 1) - permuted(position)),
    );
    // Two independent uniform draws lie a third of the list apart in the mean.
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    expect(mean / PERMUTED).toBeGreaterThan(0.32);
    expect(mean / PERMUTED).toBeLessThan(0.347);
    const ascending = steps.filter((_, at) => permuted(at + 1) > permuted(at)).length;
    expect(ascending / steps.length).toBeGreaterThan(0.48);
    expect(ascending / steps.length).toBeLessThan(0.52);
  });

  it.each([-1, 0.5, PERMUTED, Number.NaN])("do not exist at position %d", (position) => {
    expect(() => permuted(position)).toThrow(RangeError);
  });
});
