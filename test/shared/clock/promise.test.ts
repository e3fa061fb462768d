import { describe, expect, it } from "vitest";
import type { Calendar, DayException } from "../../../shared/calendar/calendar.ts";
import { compileCalendar } from "../../../shared/calendar/working.ts";
import { dueAt } from "../../../shared/clock/due.ts";
import { startClock } from "../../../shared/clock/ledger.ts";
import { checkPromise } from "../../../shared/clock/promise.ts";
import { calendars, data } from "../calendar/calendars.ts";
import { vn } from "./ledgers.ts";

const TEN_DAYS = { amount: 10, unit: "workingDays" } as const;
const before = calendars["viet-nam"];
const start = vn("2026-11-02 09:00");
const ledger = startClock(start);
/** Monday 16 November, 17:00. */
const promised = dueAt(ledger, TEN_DAYS, before)!;

/** Viet Nam's calendar of 2026 with one more day decreed. */
function decreed(day: DayException) {
  const years = data["viet-nam"].years.map((year) =>
    year.year === 2026 ? { ...year, days: [...year.days, day] } : year,
  );
  return compileCalendar({ ...data["viet-nam"], years } satisfies Calendar);
}

function day(date: string): DayException {
  return { day: date, kind: "holiday", title: { en: "Decreed" }, source: { title: "a decree" } };
}

function check(after: typeof before) {
  const due = dueAt(ledger, TEN_DAYS, after)!;
  return checkPromise({ start, promised, due }, before, after);
}

describe("a promise under a changed calendar", () => {
  it("stands beside the later date, with the decreed day that moved it", () => {
    expect(check(decreed(day("2026-11-11")))).toMatchObject({
      promised: vn("2026-11-16 17:00"),
      due: vn("2026-11-17 17:00"),
      moved: "later",
      because: [
        { before: { kind: "working-day" }, after: { kind: "holiday", title: { en: "Decreed" } } },
      ],
    });
  });

  it("names a day that closes early, though it moves nothing but its own closing", () => {
    const early = { ...day("2026-11-16"), kind: "part-day", hours: ["07:00-11:30"] } as const;
    expect(check(decreed(early))).toMatchObject({
      due: vn("2026-11-16 11:30"),
      moved: "earlier",
      because: [{ after: { kind: "part-day" } }],
    });
  });

  it.each([
    ["behind the due date", "2026-12-01"],
    ["before the start", "2026-10-01"],
  ])("is untouched by a day decreed %s", (_, date) => {
    expect(check(decreed(day(date)))).toMatchObject({ due: promised, moved: "not", because: [] });
  });
});
