import { describe, expect, it } from "vitest";
import { dueAt } from "../../../shared/clock/due.ts";
import { explain } from "../../../shared/clock/explain.ts";
import { startClock } from "../../../shared/clock/ledger.ts";
import type { Limit } from "../../../shared/clock/limit.ts";
import { calendars } from "../calendar/calendars.ts";
import { LEDGER_CASES } from "./ledger-cases.ts";
import { type Happening, ledgerOf, vn } from "./ledgers.ts";

const vietNam = calendars["viet-nam"];
const TEN_DAYS: Limit = { amount: 10, unit: "workingDays" };

function explained(happened: readonly Happening[], limit: Limit) {
  return explain(ledgerOf(happened, limit), limit, vietNam);
}

/** `date verdict counted kind`, a day a line. */
function lines(happened: readonly Happening[], limit: Limit): string[] {
  return explained(happened, limit).days.map(
    ({ date, verdict, counted, facts }) => `${date} ${verdict} ${counted} ${facts.kind}`,
  );
}

describe("an explanation", () => {
  it("says of every day what it counted for", () => {
    expect(lines([["start", "2026-08-27 09:00"]], { amount: 2, unit: "workingDays" })).toEqual([
      "2026-08-27 first-day 0 working-day",
      "2026-08-28 counted 1 working-day",
      "2026-08-29 closed 0 rest-day",
      "2026-08-30 closed 0 rest-day",
      "2026-08-31 closed 0 swapped-off",
      "2026-09-01 closed 0 holiday",
      "2026-09-02 closed 0 holiday",
      "2026-09-03 counted 1 working-day",
    ]);
  });

  it("tells the day of arrival from the day of receipt", () => {
    expect(lines([["start", "2026-11-06 16:00"]], { amount: 1, unit: "workingDays" })).toEqual([
      "2026-11-06 arrived 0 working-day",
      "2026-11-07 closed 0 rest-day",
      "2026-11-08 closed 0 rest-day",
      "2026-11-09 first-day 0 working-day",
      "2026-11-10 counted 1 working-day",
    ]);
  });

  it("tells standing still from days that would not have counted anyway", () => {
    const happened = [
      ["start", "2026-11-03 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["resume", "2026-11-10 09:00"],
    ] as const;
    expect(lines(happened, { amount: 3, unit: "workingDays" })).toEqual([
      "2026-11-03 first-day 0 working-day",
      "2026-11-04 counted 1 working-day",
      "2026-11-05 counted 1 working-day",
      "2026-11-06 stopped 0 working-day",
      "2026-11-07 closed 0 rest-day",
      "2026-11-08 closed 0 rest-day",
      "2026-11-09 stopped 0 working-day",
      "2026-11-10 stopped 0 working-day",
      "2026-11-11 counted 1 working-day",
    ]);
  });

  it("counts every day of the calendar, and says where the last one rolls", () => {
    expect(lines([["start", "2026-11-05 09:00"]], { amount: 2, unit: "calendarDays" })).toEqual([
      "2026-11-05 first-day 0 working-day",
      "2026-11-06 counted 1 working-day",
      "2026-11-07 counted 1 rest-day",
      "2026-11-08 rolled 0 rest-day",
      "2026-11-09 last-day 0 working-day",
    ]);
  });

  it("gives each day its working hours where hours are counted", () => {
    expect(lines([["start", "2026-11-13 16:00"]], { amount: 8, unit: "workingHours" })).toEqual([
      "2026-11-13 counted 1 working-day",
      "2026-11-14 closed 0 rest-day",
      "2026-11-15 closed 0 rest-day",
      "2026-11-16 counted 7 working-day",
    ]);
  });

  it("marks the days that a new date adds", () => {
    const happened = [
      ["start", "2026-11-09 09:00"],
      ["reschedule", "2026-11-10 09:00", "2026-11-13"],
    ] as const;
    expect(lines(happened, { amount: 2, unit: "workingDays" }).slice(-3)).toEqual([
      "2026-11-11 counted 1 working-day",
      "2026-11-12 rescheduled 0 working-day",
      "2026-11-13 rescheduled 0 working-day",
    ]);
  });

  it("names title and source of every day that its weekday does not explain", () => {
    const { days } = explained([["start", "2026-08-27 09:00"]], { amount: 2, unit: "workingDays" });
    const unexplained = days.filter(
      ({ facts }) => !["working-day", "rest-day"].includes(facts.kind) && !facts.source?.title,
    );
    expect(unexplained).toEqual([]);
    expect(days.find(({ date }) => date === "2026-08-31")?.facts).toMatchObject({
      title: { vi: "Hoán đổi ngày làm việc" },
      source: { title: expect.stringContaining("9441/TB-BNV") },
    });
  });

  it("warns of a year whose official list is not loaded, and only then", () => {
    const across = explained([["start", "2026-12-30 09:00"]], TEN_DAYS);
    const within = explained([["start", "2026-11-02 09:00"]], TEN_DAYS);
    expect(across.provisional.map(({ year }) => year)).toEqual([2027]);
    expect(within.provisional).toEqual([]);
  });

  it("passes the legal basis on", () => {
    const basis = { act: { en: "Decree 105/2017" }, article: "20" };
    const ledger = startClock(vn("2026-11-02 09:00"));
    expect(explain(ledger, TEN_DAYS, vietNam, basis).legalBasis).toEqual(basis);
  });

  it.each(LEDGER_CASES)(
    "with $name ends on the due date and adds up to it",
    ({ limit, happened }) => {
      const ledger = ledgerOf(happened, limit);
      const { days, due, counted } = explain(ledger, limit, vietNam);
      expect(due).toBe(dueAt(ledger, limit, vietNam));
      expect(days.reduce((sum, day) => sum + day.counted, 0)).toBeCloseTo(counted, 9);
      if (due !== undefined) {
        expect(days.at(-1)?.facts.day).toBe(vietNam.dayOf(due));
      }
    },
  );
});
