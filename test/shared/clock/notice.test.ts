import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDay } from "../../../shared/calendar/day.ts";
import { earliestDay, isInTime, latestNotice, type Notice } from "../../../shared/clock/notice.ts";
import { calendars } from "../calendar/calendars.ts";

/** calendar | day | notice | latest, in UTC | working */
const CASES = `
  england-and-wales | 2026-11-14 | 10 clear workingDays  | 2026-11-01T23:59:59.999Z | back from Sat 14: 13 12 11 10 9 (5) 6 5 4 3 2 (10); Sunday 1 is far enough off
  england-and-wales | 2027-01-09 | 10 clear workingDays  | 2026-12-22T23:59:59.999Z | back from Sat 9 Jan: 8 7 6 5 4 (5); 1 holiday; 31 30 29 (8); 28, 25 holidays; 24 23 (10); Tue 22
  england-and-wales | 2027-01-09 | 5 clear workingDays   | 2027-01-03T23:59:59.999Z | a late notice: 8 7 6 5 4 (5); Sunday 3
  england-and-wales | 2026-04-08 | 5 clear workingDays   | 2026-03-29T22:59:59.999Z | back from Wed 8: 7 (1); Easter Monday, weekend, Good Friday; 2 1 31 30 (5); Sun 29 March, to midnight of summer time
  england-and-wales | 2026-11-14 | 3 clear workingDays   | 2026-11-10T23:59:59.999Z | 13 12 11 (3); Tue 10
  viet-nam          | 2026-09-04 | 10 clear workingDays  | 2026-08-18T08:00:00.000Z | back from Fri 4: 3 (1); 2 1 31 closed; 28-24 (6); Sat 22 worked (7); 21 20 19 (10); Tue 18, by 15:00
  viet-nam          | 2026-12-31 | 30 calendarDays       | 2026-12-01T08:00:00.000Z | 31 - 30 = Tue 1 Dec, by 15:00
  viet-nam          | 2026-12-31 | 30 clear calendarDays | 2026-11-30T08:00:00.000Z | a day more: Mon 30 Nov
  viet-nam          | 2026-03-31 | 1 months              | 2026-02-27T08:00:00.000Z | 28 Feb + 1 month = 28 Mar, 1 Mar + 1 month = 1 Apr; Sat 28 is not worked: Fri 27
  tamil-nadu        | 2026-07-31 | 2 months              | 2026-05-29T12:15:00.000Z | 31 May + 2 months = 31 July; a Sunday: Fri 29, to closing at 17:45
`;

function noticeOf(text: string): Notice {
  const [amount, ...words] = text.split(" ");
  return {
    amount: Number(amount),
    unit: words.at(-1) as Notice["unit"],
    clear: words[0] === "clear",
  };
}

describe("notice before a day", () => {
  const cases = CASES.trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([calendar, day, notice, latest, working]) => ({
      calendar: calendars[calendar as keyof typeof calendars],
      day: day!,
      notice: notice!,
      latest: latest!,
      working,
    }));

  it.each(cases)("of $notice before $day: $working", ({ calendar, day, notice, latest }) => {
    const instant = latestNotice(parseDay(day), noticeOf(notice), calendar);
    expect(new Date(instant).toISOString()).toBe(latest);
  });

  it.each(cases)(
    "of $notice before $day is in time until then, and not a millisecond longer",
    ({ calendar, day, notice, latest }) => {
      const inTime = (given: number) => isInTime(given, parseDay(day), noticeOf(notice), calendar);
      expect([inTime(Date.parse(latest)), inTime(Date.parse(latest) + 1)]).toEqual([true, false]);
    },
  );

  it("forwards and backwards agree", () => {
    const notices = fc.record({
      amount: fc.integer({ min: 1, max: 6 }),
      unit: fc.constantFrom("workingDays", "calendarDays", "months"),
      clear: fc.boolean(),
    });
    const names = fc.constantFrom("viet-nam", "england-and-wales", "tamil-nadu");
    const days = fc.integer({ min: parseDay("2025-09-01"), max: parseDay("2027-03-01") });
    fc.assert(
      fc.property(names, days, fc.nat(400 * 1440), notices, (name, day, minutesAgo, notice) => {
        const calendar = calendars[name];
        const given = calendar.endOf(day) - minutesAgo * 60_000;
        fc.pre(calendar.dayOf(given) > parseDay("2025-01-02"));
        expect(given <= latestNotice(day, notice, calendar)).toBe(
          day >= earliestDay(given, notice, calendar),
        );
      }),
    );
  });
});
