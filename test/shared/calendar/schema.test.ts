import { describe, expect, it } from "vitest";
import type { Calendar, DayException } from "../../../shared/calendar/calendar.ts";
import { calendarFaults } from "../../../shared/calendar/faults.ts";
import { parseCalendar } from "../../../shared/calendar/schema.ts";
import { data } from "./calendars.ts";

const source = { title: "made up for a test" };
const title = { en: "A day" };

/** Viet Nam's hours, with nothing but the days given, in 2026. */
function withDays(...days: DayException[]): Calendar {
  return {
    ...data["viet-nam"],
    years: [{ year: 2026, basis: "notice", source, days }],
  };
}

describe("a calendar file", () => {
  it.each(Object.entries(data))("of %s is read back from JSON as it was", (_, calendar) => {
    expect(parseCalendar(JSON.parse(JSON.stringify(calendar)))).toEqual(calendar);
  });

  it.each([
    ["an unknown member", { weekend: "saturday" }],
    ["no time zone", { timeZone: undefined }],
    [
      "hours that end before they begin",
      { hours: { ...data["viet-nam"].hours, monday: ["17:00-07:00"] } },
    ],
    ["a day that does not exist", withDays({ day: "2026-02-30", kind: "holiday", title, source })],
    [
      "a day without a source",
      withDays({ day: "2026-02-03", kind: "holiday", title } as DayException),
    ],
    [
      "a cut-off that is no time",
      { receipt: { outsideHours: "next-working-day", cutOff: "25:00" } },
    ],
  ])("with %s is refused", (_, change) => {
    expect(() => parseCalendar({ ...data["viet-nam"], ...change })).toThrow();
  });
});

describe("a contradiction in a calendar", () => {
  const holiday = { day: "2026-04-26", kind: "holiday", title, source } as const;
  it.each<[string, Calendar, RegExp]>([
    [
      "a year that is left out",
      { ...data["viet-nam"], years: [data["viet-nam"].years[0]!, data["viet-nam"].years[2]!] },
      /2026 does not follow 2024/,
    ],
    ["no year at all", { ...data["viet-nam"], years: [] }, /at least one year/],
    ["a day of another year", withDays({ ...holiday, day: "2025-04-26" }), /does not lie in 2026/],
    ["a day that stands there twice", withDays(holiday, holiday), /twice/],
    [
      "a swap that only one side knows of",
      withDays({ day: "2026-08-31", kind: "swapped-off", title, source, insteadOf: "2026-08-22" }),
      /name the make-up day/,
    ],
    [
      "a make-up day that is worked anyway",
      withDays(
        { day: "2026-08-21", kind: "make-up", title, source, insteadOf: "2026-08-31" },
        { day: "2026-08-31", kind: "swapped-off", title, source, insteadOf: "2026-08-21" },
      ),
      /2026-08-21 is worked anyway/,
    ],
    [
      "a day in lieu of no holiday",
      withDays({ day: "2026-04-27", kind: "lieu", title, source, insteadOf: "2026-04-26" }),
      /name the holiday/,
    ],
    [
      "a day in lieu on a day of rest",
      withDays(holiday, { ...holiday, day: "2026-05-02", kind: "lieu", insteadOf: holiday.day }),
      /day of rest anyway/,
    ],
    ["a part day without hours", withDays({ ...holiday, kind: "part-day" }), /needs its hours/],
    ["a closed day with hours", withDays({ ...holiday, hours: ["07:00-11:30"] }), /has no hours/],
    [
      "hours that overlap",
      {
        ...withDays(),
        hours: { ...data["viet-nam"].hours, friday: ["07:00-12:00", "11:00-17:00"] },
      },
      /begins before 07:00-12:00 has ended/,
    ],
    [
      "a week in which nobody works",
      {
        ...withDays(),
        hours: {
          monday: [],
          tuesday: [],
          wednesday: [],
          thursday: [],
          friday: [],
          saturday: [],
          sunday: [],
        },
      },
      /no weekday is worked/,
    ],
    [
      "a cut-off that has no effect",
      { ...withDays(), receipt: { outsideHours: "same-day", cutOff: "15:00" } },
      /no effect/,
    ],
    ["a zone that nobody knows", { ...withDays(), timeZone: "Mars/Olympus" }, /no IANA time zone/],
  ])("is named: %s", (_, calendar, message) => {
    expect(calendarFaults(calendar)).toEqual([expect.stringMatching(message)]);
  });
});
