import { describe, expect, it } from "vitest";
import { decidedOnTime } from "../../../shared/application/punctuality.ts";

const DUE = Date.parse("2026-10-19T17:00+07:00");
const issued = { phase: "issued", promisedDueAt: DUE, dueAt: DUE, endedAt: DUE } as const;

describe("a file", () => {
  it("is decided on time at its due date, and late a moment after", () => {
    expect(decidedOnTime(issued)).toBe(true);
    expect(decidedOnTime({ ...issued, endedAt: DUE + 1 })).toBe(false);
  });

  it("is late where the law answered for the authority, however soon after", () => {
    expect(decidedOnTime({ ...issued, phase: "refused", overdueAt: DUE })).toBe(false);
  });

  it("is held to the date that holds, not to the first one", () => {
    const moved = { ...issued, dueAt: DUE + 86_400_000, endedAt: DUE + 3_600_000 };
    expect(decidedOnTime(moved)).toBe(true);
  });

  it("is on time where its clock stands still when it is refused", () => {
    const { dueAt: _, ...stopped } = issued;
    expect(decidedOnTime({ ...stopped, phase: "refused" })).toBe(true);
  });

  it("is not counted where nobody decided it, or no date was promised", () => {
    for (const phase of ["withdrawn", "lapsed", "processing"] as const) {
      expect(decidedOnTime({ ...issued, phase })).toBeUndefined();
    }
    const { promisedDueAt: _, ...refusedAtReception } = issued;
    expect(decidedOnTime({ ...refusedAtReception, phase: "refused" })).toBeUndefined();
  });
});
