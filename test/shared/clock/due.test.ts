import { describe, expect, it } from "vitest";
import { CalendarYearMissing } from "../../../shared/calendar/calendar.ts";
import { addLimit, latestStart } from "../../../shared/clock/due.ts";
import type { Limit } from "../../../shared/clock/limit.ts";
import { calendars } from "../calendar/calendars.ts";
import { DUE_CASES } from "./due-cases.ts";

const vietNam = calendars["viet-nam"];
const at = (text: string) => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString();

describe.each(DUE_CASES)("a due date over %s", (_, cases) => {
  it.each(cases)(
    "$calendar $start, $limit.amount $limit.unit: $working",
    ({ calendar, start, limit, due }) => {
      expect(iso(addLimit(at(start), limit, calendars[calendar]))).toBe(iso(at(due)));
    },
  );
});

describe("a due date", () => {
  it("in a year without data is refused, with the year", () => {
    const start = at("2027-12-30T09:00+07:00");
    expect(() => addLimit(start, { amount: 10, unit: "workingDays" }, vietNam)).toThrow(
      CalendarYearMissing,
    );
    expect(() => addLimit(start, { amount: 1, unit: "months" }, vietNam)).toThrow(/2028/);
    expect(() => addLimit(start, { amount: 80, unit: "workingHours" }, vietNam)).toThrow(/2028/);
  });

  it.each([
    { amount: 0, unit: "workingDays" },
    { amount: -1, unit: "workingHours" },
    { amount: 0.5, unit: "months" },
    { amount: 1.5, unit: "calendarDays" },
    { amount: Number.NaN, unit: "hours" },
  ] as const)("of $amount $unit makes no sense and is refused", (limit) => {
    expect(() => addLimit(at("2026-11-09T09:00+07:00"), limit, vietNam)).toThrow(RangeError);
  });
});

const LATEST_STARTS = `
  2026-03-02T17:00+07:00 | 10 workingDays  | 2026-02-09T15:00+07:00 | the cut-off of the day that ten days ahead begin on
  2026-03-02T16:59+07:00 | 10 workingDays  | 2026-02-06T15:00+07:00 | Mon 2 is not over: due by Fri 27, so from Fri 6
  2026-11-10T10:00+07:00 | 8 workingHours  | 2026-11-09T10:00+07:00 | 3 h of Tue; 3.5 h of Monday's afternoon; 1.5 h of its morning
  2026-11-09T17:00+07:00 | 8 workingHours  | 2026-11-09T07:00+07:00 | all of Monday
  2026-11-09T15:00+07:00 | 0.5 workingDays | 2026-11-09T09:00+07:00 | 1.5 h of the afternoon, 2.5 h of the morning
  2026-03-02T17:00+07:00 | 1 months        | 2026-02-02T15:00+07:00 | 2 Feb and a month is Mon 2 Mar itself
  2031-11-09T23:59:59.999+07:00 | 60 months licence | 2026-11-09T23:59:59.999+07:00 | a validity, of years without data
  2026-02-27T17:00+07:00 | 1 months        | 2026-01-27T15:00+07:00 | 28 to 31 Jan end on Sat 28 Feb, which rolls past Fri 27
`;

describe("the latest start that is due in time", () => {
  const cases = LATEST_STARTS.trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()) as [string, string, string, string]);

  it.each(cases)("for %s and %s is %s: %s", (due, limit, start) => {
    const [amount, unit, binds] = limit.split(" ");
    const latest = latestStart(at(due), { amount: Number(amount), unit, binds } as Limit, vietNam);
    expect(iso(latest)).toBe(iso(at(start)));
  });
});
