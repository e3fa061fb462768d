import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Calendar } from "../../../shared/calendar/calendar.ts";
import type { WorkingCalendar } from "../../../shared/calendar/working.ts";
import { addLimit, dueAt, latestStart } from "../../../shared/clock/due.ts";
import { elapsedAt } from "../../../shared/clock/elapsed.ts";
import { explain } from "../../../shared/clock/explain.ts";
import {
  extendClock,
  type Ledger,
  resumeClock,
  startClock,
  stopClock,
} from "../../../shared/clock/ledger.ts";
import type { Limit } from "../../../shared/clock/limit.ts";
import { type CalendarName, calendars, data } from "../calendar/calendars.ts";
import { done } from "./ledgers.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const names = fc.constantFrom(...(Object.keys(data) as CalendarName[]));
/** Any minute of the years that every calendar has, with room for the longest limits. */
const starts = fc
  .integer({ min: Date.parse("2024-02-01") / MINUTE, max: Date.parse("2027-03-01") / MINUTE })
  .map((minute) => minute * MINUTE);
const binds = fc.constantFrom("authority", "applicant", undefined);
const limits: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ amount: fc.integer({ min: 1, max: 40 }), unit: fc.constant("workingDays"), binds }),
  fc.record({
    amount: fc.constantFrom(0.25, 0.5, 0.75, 1.5, 2.25),
    unit: fc.constant("workingDays"),
    binds,
  }),
  fc.record({ amount: fc.integer({ min: 1, max: 80 }), unit: fc.constant("workingHours") }),
  fc.record({ amount: fc.integer({ min: 1, max: 90 }), unit: fc.constant("calendarDays"), binds }),
  fc.record({ amount: fc.integer({ min: 1, max: 3 }), unit: fc.constant("months"), binds }),
  fc.record({ amount: fc.integer({ min: 1, max: 500 }), unit: fc.constant("hours") }),
) as fc.Arbitrary<Limit>;

/** A clock that was stopped and resumed after these minutes, over and over. */
function pausedLedger(start: number, minutes: readonly number[]): Ledger {
  let [ledger, at] = [startClock(start), start];
  for (const [index, passed] of minutes.entries()) {
    at += passed * MINUTE;
    const step = index % 2 === 0 ? stopClock(ledger, at, "supplement") : resumeClock(ledger, at);
    ledger = done(step);
  }
  return ledger;
}
const evenMinutes = fc
  .array(fc.tuple(fc.nat(5 * 1440), fc.nat(9 * 1440)), { maxLength: 4 })
  .map((pairs) => pairs.flat());

describe("a due date", () => {
  it("never moves back when the start moves forward", () => {
    fc.assert(
      fc.property(names, starts, fc.nat(20 * 1440), limits, (name, start, later, limit) => {
        const calendar = calendars[name];
        expect(addLimit(start + later * MINUTE, limit, calendar)).toBeGreaterThanOrEqual(
          addLimit(start, limit, calendar),
        );
      }),
    );
  });

  it("never moves back when the limit grows", () => {
    fc.assert(
      fc.property(names, starts, limits, (name, start, limit) => {
        const calendar = calendars[name];
        const more = { ...limit, amount: limit.amount + 1 };
        expect(addLimit(start, more, calendar)).toBeGreaterThanOrEqual(
          addLimit(start, limit, calendar),
        );
      }),
    );
  });

  it("agrees with itself forwards and backwards", () => {
    fc.assert(
      fc.property(names, starts, fc.nat(130 * 1440), limits, (name, due, ago, limit) => {
        const calendar = calendars[name];
        const start = due - ago * MINUTE;
        fc.pre(start > Date.parse("2024-01-03"));
        fc.pre(due > Date.parse("2024-09-01"));
        expect(addLimit(start, limit, calendar) <= due).toBe(
          start <= latestStart(due, limit, calendar),
        );
      }),
    );
  });

  it("is reached exactly from its own latest start, and no longer a millisecond later", () => {
    fc.assert(
      fc.property(names, starts, limits, (name, start, limit) => {
        const calendar = calendars[name];
        const due = addLimit(start, limit, calendar);
        const latest = latestStart(due, limit, calendar);
        expect(latest).toBeGreaterThanOrEqual(start);
        expect(addLimit(latest, limit, calendar)).toBe(due);
        expect(addLimit(latest + 1, limit, calendar)).toBeGreaterThan(due);
      }),
    );
  });
});

describe("a ledger", () => {
  it("that was split by stops of no length is due as if it never had been", () => {
    const cuts = fc.array(fc.nat(3 * 1440), { maxLength: 6 });
    fc.assert(
      fc.property(names, starts, limits, cuts, (name, start, limit, minutes) => {
        const split = pausedLedger(
          start,
          minutes.flatMap((passed) => [passed, 0]),
        );
        expect(dueAt(split, limit, calendars[name])).toBe(addLimit(start, limit, calendars[name]));
      }),
    );
  });

  it("counts, however often it was paused, exactly its limit: every day's share adds up", () => {
    fc.assert(
      fc.property(names, starts, limits, evenMinutes, (name, start, limit, minutes) => {
        const ledger = pausedLedger(start, minutes);
        const { days, counted, unit } = explain(ledger, limit, calendars[name]);
        const sum = days.reduce((total, day) => total + day.counted, 0);
        const whole = elapsedAt(ledger, limit, calendars[name], Date.parse("2027-11-30"));
        expect(sum).toBeCloseTo(counted, 6);
        expect(whole.used).toBeCloseTo(counted, 6);
        if (limit.unit !== "months") expect(counted).toBeCloseTo(limit.amount, 6);
        expect(unit).toBe(whole.unit);
      }),
    );
  });

  it("uses and has left, at any moment, the whole of its limit together", () => {
    fc.assert(
      fc.property(
        names,
        starts,
        limits,
        evenMinutes,
        fc.nat(100 * 1440),
        (name, start, limit, minutes, passed) => {
          fc.pre(limit.unit !== "months");
          const at = start + passed * MINUTE;
          const elapsed = elapsedAt(pausedLedger(start, minutes), limit, calendars[name], at);
          expect(elapsed.used + elapsed.remaining).toBeCloseTo(limit.amount, 6);
        },
      ),
    );
  });

  it("is never due earlier for having been paused", () => {
    fc.assert(
      fc.property(names, starts, limits, evenMinutes, (name, start, limit, minutes) => {
        const due = dueAt(pausedLedger(start, minutes), limit, calendars[name]);
        expect(due).toBeGreaterThanOrEqual(addLimit(start, limit, calendars[name]));
      }),
    );
  });

  it("that runs is never due before it was last resumed, unless it was due before it stopped", () => {
    fc.assert(
      fc.property(names, starts, limits, evenMinutes, (name, start, limit, minutes) => {
        const due = dueAt(pausedLedger(start, minutes), limit, calendars[name])!;
        let at = start;
        for (const [index, passed] of minutes.entries()) {
          const stopped = at + passed * MINUTE;
          const isPause = index % 2 === 1 && passed > 0;
          expect(isPause && at < due && due < stopped).toBe(false);
          at = stopped;
        }
      }),
    );
  });

  it("is due as if the extension had been in the limit from the start", () => {
    fc.assert(
      fc.property(
        names,
        starts,
        limits,
        fc.integer({ min: 1, max: 3 }),
        (name, start, limit, more) => {
          fc.pre(Number.isInteger(limit.amount));
          const extended = done(extendClock(startClock(start), start, more, "complex"));
          expect(dueAt(extended, limit, calendars[name])).toBe(
            addLimit(start, { ...limit, amount: limit.amount + more }, calendars[name]),
          );
        },
      ),
    );
  });
});

/**
 * A second reckoning that shares nothing with the first but the data: it walks minute by minute, and
 * asks the platform for the local time.
 */
function walker(calendar: Calendar) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: calendar.timeZone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  });
  const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
  const exceptions = new Map(
    calendar.years.flatMap(({ days }) => days.map((each) => [each.day, each] as const)),
  );
  const usual = (date: string) =>
    calendar.hours[weekdays[new Date(`${date}T12:00Z`).getUTCDay()] as keyof Calendar["hours"]];
  const hoursOf = (date: string): readonly string[] => {
    const exception = exceptions.get(date);
    if (!exception) return usual(date);
    return exception.hours ?? (exception.kind === "make-up" ? usual(exception.insteadOf!) : []);
  };
  return {
    isOpen(minute: number): boolean {
      const [date = "", time = ""] = format.format(minute).split(", ");
      return hoursOf(date).some((range) => {
        const [from = "", to = ""] = range.split("-");
        return from <= time && time < to;
      });
    },
  };
}

describe("no working minute is lost or counted twice", () => {
  it.each(Object.keys(data) as CalendarName[])("by the calendar %s", (name) => {
    const calendar: WorkingCalendar = calendars[name];
    const { isOpen } = walker(data[name]);
    const pauses = fc.tuple(fc.nat(2 * 1440), fc.nat(2 * 1440));
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 9 }), pauses, (start, hours, [run, rest]) => {
        const ledger = pausedLedger(start, [run, rest]);
        const due = dueAt(ledger, { amount: hours, unit: "workingHours" }, calendar)!;
        const [stop, resume] = [start + run * MINUTE, start + (run + rest) * MINUTE];
        let counted = 0;
        for (let minute = start; minute < due; minute += MINUTE) {
          const running = minute < stop || minute >= resume;
          if (running && isOpen(minute)) counted += MINUTE;
        }
        expect(counted).toBe(hours * HOUR);
      }),
      { numRuns: 25 },
    );
  });
});
