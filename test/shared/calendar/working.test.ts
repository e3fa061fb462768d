import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CalendarFaulty, CalendarYearMissing } from "../../../shared/calendar/calendar.ts";
import { formatDay, parseDay } from "../../../shared/calendar/day.ts";
import { compileCalendar } from "../../../shared/calendar/working.ts";
import { type CalendarName, calendars, data } from "./calendars.ts";

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const vietNam = calendars["viet-nam"];
const england = calendars["england-and-wales"];

describe("a compiled calendar", () => {
  it.each([
    ["viet-nam", "2026-08-21", true, "working-day"],
    ["viet-nam", "2026-08-22", true, "make-up"],
    ["viet-nam", "2026-08-29", false, "rest-day"],
    ["viet-nam", "2026-08-31", false, "swapped-off"],
    ["viet-nam", "2026-04-27", false, "lieu"],
    ["viet-nam", "2026-02-17", false, "holiday"],
    ["part-day", "2026-12-24", true, "part-day"],
    ["england-and-wales", "2026-12-28", false, "lieu"],
    ["tamil-nadu", "2025-10-25", true, "make-up"],
    // The annual closing of bank accounts is the banks' holiday, not the offices'.
    ["tamil-nadu", "2026-04-01", true, "working-day"],
  ] as const)("of %s knows %s: worked %s, a %s", (name, date, working, kind) => {
    expect(calendars[name].factsOf(parseDay(date))).toMatchObject({ working, kind });
  });

  it("works a make-up day for the hours of the day it stands for", () => {
    expect(vietNam.openings(parseDay("2026-08-22"))).toEqual([
      { from: at("2026-08-22T07:00+07:00"), to: at("2026-08-22T11:30+07:00") },
      { from: at("2026-08-22T13:30+07:00"), to: at("2026-08-22T17:00+07:00") },
    ]);
  });

  it.each([
    ["at lunch on a working day", "2026-11-09T12:00+07:00", "2026-11-09T12:00+07:00"],
    ["before opening", "2026-11-09T05:00+07:00", "2026-11-09T07:00+07:00"],
    ["at the cut-off", "2026-11-09T15:00+07:00", "2026-11-09T15:00+07:00"],
    ["just after it", "2026-11-09T15:00:00.001+07:00", "2026-11-10T07:00+07:00"],
    ["on a Sunday", "2026-11-08T10:00+07:00", "2026-11-09T07:00+07:00"],
    ["at Tết", "2026-02-14T10:00+07:00", "2026-02-23T07:00+07:00"],
  ])("receives what arrives %s", (_, arrives, received) => {
    expect(vietNam.received(at(arrives))).toEqual({
      day: vietNam.dayOf(at(received)),
      at: at(received),
    });
  });

  it("receives on any day at any hour where nothing else is declared", () => {
    const sundayNight = at("2026-11-08T23:30Z");
    expect(england.received(sundayNight)).toEqual({
      day: parseDay("2026-11-08"),
      at: sundayNight,
    });
  });

  it("counts the real hours of a shift over which the clocks change", () => {
    const night = calendars["night-shift"];
    const hours = (date: string) => {
      const [before, after] = night.workedAround(parseDay(date));
      return (after - before) / HOUR;
    };
    expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-11-01")]).toEqual([3, 5, 4]);
  });

  it("refuses a year without data and names it", () => {
    expect(() => vietNam.isWorkingDay(parseDay("2028-01-03"))).toThrow(CalendarYearMissing);
    expect(() => vietNam.isWorkingDay(parseDay("2028-01-03"))).toThrow(/"viet-nam".*2028/);
    expect(() => vietNam.workingDayAt(100_000)).toThrow(/2028/);
    expect(() => vietNam.rankOf(parseDay("2023-12-31"))).toThrow(/2023/);
    expect(() => vietNam.received(at("2027-12-31T16:00+07:00"))).toThrow(/2028/);
    expect(() => vietNam.firstInstantWorked(1e15)).toThrow(/2028/);
    expect(() => vietNam.lastInstantWorked(-1)).toThrow(/2023/);
  });

  it("refuses data that contradicts itself", () => {
    expect(() => compileCalendar({ ...data["viet-nam"], timeZone: "Mars/Olympus" })).toThrow(
      CalendarFaulty,
    );
  });
});

describe.each(Object.keys(data) as CalendarName[])("the calendar %s", (name) => {
  const calendar = calendars[name];
  const days = fc.integer({ min: calendar.firstDay, max: calendar.lastDay });
  const instants = fc.integer({
    min: calendar.endOf(calendar.firstDay),
    max: calendar.endOf(calendar.lastDay),
  });

  it("finds each working day by its rank", () => {
    fc.assert(
      fc.property(days, (day) => {
        fc.pre(calendar.isWorkingDay(day));
        expect(calendar.workingDayAt(calendar.rankOf(day))).toBe(day);
      }),
    );
  });

  it("holds as much time before an instant as the openings before it", () => {
    const openings = Array.from({ length: calendar.lastDay - calendar.firstDay + 1 }, (_, index) =>
      calendar.openings(calendar.firstDay + index),
    ).flat();
    fc.assert(
      fc.property(instants, (instant) => {
        const worked = openings.reduce(
          (sum, { from, to }) => sum + Math.max(0, Math.min(instant, to) - from),
          0,
        );
        expect(calendar.workedBefore(instant)).toBe(worked);
      }),
    );
  });

  it("finds the end and the beginning of every amount of time", () => {
    const total = calendar.workedAround(calendar.lastDay)[1];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: total - 1 }), (worked) => {
        const [first, last] = [
          calendar.firstInstantWorked(worked),
          calendar.lastInstantWorked(worked),
        ];
        expect(calendar.workedBefore(first)).toBe(worked);
        expect(calendar.workedBefore(first - 1)).toBe(worked - 1);
        expect(calendar.workedBefore(last)).toBe(worked);
        expect(calendar.workedBefore(last + 1)).toBe(worked + 1);
      }),
    );
  });

  it("receives nothing before it arrives, and in the order of arrival", () => {
    const lastOpening = calendar.openingOf(
      calendar.workingDayAt(calendar.rankOf(calendar.lastDay)),
    );
    fc.assert(
      fc.property(instants, fc.nat(3 * 86_400_000), (instant, later) => {
        fc.pre(instant + later < lastOpening);
        const [one, two] = [calendar.received(instant), calendar.received(instant + later)];
        expect(one.at).toBeGreaterThanOrEqual(instant);
        expect(two.at).toBeGreaterThanOrEqual(one.at);
        expect(one.day).toBe(calendar.dayOf(one.at));
      }),
    );
  });

  it("gives every exception a source and an English title", () => {
    for (const { days: exceptions } of data[name].years) {
      for (const { day, source, title } of exceptions) {
        expect({ day, titled: title.en !== "", sourced: source.title !== "" }).toEqual({
          day: formatDay(parseDay(day)),
          titled: true,
          sourced: true,
        });
      }
    }
  });
});
