import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addMonths,
  civilDay,
  dateParts,
  formatDay,
  isLeapYear,
  parseDay,
  weekdayOf,
} from "../../../shared/calendar/day.ts";

const someDay = fc.integer({ min: parseDay("1600-01-01"), max: parseDay("2400-12-31") });

describe("a civil day", () => {
  it("is zero on the first of January 1970", () => {
    expect(civilDay(1970, 1, 1)).toBe(0);
  });

  it("is what the platform's own calendar says, over eight centuries", () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const date = new Date(day * 86_400_000);
        expect(dateParts(day)).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          dayOfMonth: date.getUTCDate(),
        });
        expect(weekdayOf(day) % 7).toBe(date.getUTCDay());
      }),
    );
  });

  it("comes back from its parts and from its text", () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const { year, month, dayOfMonth } = dateParts(day);
        expect(civilDay(year, month, dayOfMonth)).toBe(day);
        expect(parseDay(formatDay(day))).toBe(day);
      }),
    );
  });

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-30", "2026-4-30", ""])(
    "is not read from %j",
    (text) => {
      expect(() => parseDay(text)).toThrow(RangeError);
    },
  );
});

describe("a leap year", () => {
  it.each([
    [2024, true],
    [2026, false],
    [2028, true],
    [2000, true],
    [2100, false],
  ])("%i: %s", (year, leap) => {
    expect(isLeapYear(year)).toBe(leap);
  });
});

describe("months added to a day", () => {
  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2028-02-29", 48, "2032-02-29"],
    ["2026-03-31", -1, "2026-02-28"],
    ["2025-12-31", 2, "2026-02-28"],
    ["2026-11-15", 14, "2028-01-15"],
    ["2026-01-15", -1, "2025-12-15"],
  ])("%s and %i months is %s", (from, months, to) => {
    expect(formatDay(addMonths(parseDay(from), months))).toBe(to);
  });

  it("never go backwards when the day goes forwards", () => {
    fc.assert(
      fc.property(someDay, fc.nat(100), (day, months) => {
        expect(addMonths(day + 1, months)).toBeGreaterThanOrEqual(addMonths(day, months));
      }),
    );
  });
});
