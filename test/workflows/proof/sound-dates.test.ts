import { describe, expect, it } from "vitest";
import { soundDates } from "../../../workflows/proof/sound-dates.ts";
import * as a from "../../builders/definition.ts";

describe("the rule about days", () => {
  it("finds nothing in a sound definition", () => {
    expect(soundDates(a.definition())).toEqual([]);
  });

  it("refuses a day that does not exist", () => {
    expect(soundDates(a.definition({ validFrom: "2026-02-30" }))).toEqual([
      { path: "validFrom", fault: expect.stringContaining("no day"), remedy: expect.any(String) },
    ]);
  });

  it("refuses an end before the beginning", () => {
    expect(soundDates(a.definition({ validTo: "2025-12-31" }))).toEqual([
      { path: "validTo", fault: expect.stringContaining("no day"), remedy: expect.any(String) },
    ]);
  });

  it("refuses a notice before no day", () => {
    expect(
      soundDates(
        a.definition({
          notice: {
            before: "/answers/note",
            standard: { amount: 10, unit: "workingDays", clear: true },
            basis: a.A_BASIS,
          },
        }),
      ),
    ).toEqual([
      {
        path: "notice.before",
        fault: expect.stringContaining("always answered"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a late notice that is not later", () => {
    expect(
      soundDates(
        a.definition({
          notice: {
            before: "/answers/name",
            standard: { amount: 5, unit: "workingDays", clear: true },
            late: { amount: 10, unit: "workingDays", clear: true },
            basis: a.A_BASIS,
          },
        }),
      ),
    ).toEqual([
      {
        path: "notice.late",
        fault: expect.stringContaining("no later"),
        remedy: expect.any(String),
      },
    ]);
  });
});
