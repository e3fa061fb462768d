/**
 * Due dates worked out by hand from the official calendars, one a line:
 * calendar | start | limit | due | working
 *
 * Times are local, with the calendar's own winter offset unless they name another, so that no case
 * leans on the code under test. `end` is the last millisecond of a day.
 */
import type { Limit } from "../../../shared/clock/limit.ts";
import type { CalendarName } from "../calendar/calendars.ts";

export interface DueCase {
  readonly calendar: CalendarName;
  /** RFC 3339. */
  readonly start: string;
  readonly limit: Limit;
  /** RFC 3339. */
  readonly due: string;
  readonly working: string;
}

const OFFSETS: Readonly<Record<string, string>> = {
  "viet-nam": "+07:00",
  "part-day": "+07:00",
  "england-and-wales": "Z",
  "tamil-nadu": "+05:30",
};

const TABLES = {
  Tết: `
    viet-nam | 2024-02-07 09:00 | 2 workingDays  | 2024-02-16 17:00 | Wed 7 not counted; 8-12 Tết, of which Sat 10 and Sun 11 in lieu on 13 and 14; Thu 15 (1); Fri 16 (2)
    viet-nam | 2026-02-09 09:00 | 10 workingDays | 2026-03-02 17:00 | Mon 9 not counted; 10 11 12 13 (4); 14-22 weekend, Tết, weekend; 23-27 (9); Mon 2 Mar (10)
    viet-nam | 2026-02-13 15:00 | 3 workingDays  | 2026-02-25 17:00 | Fri 13 at the cut-off is received that day; 14-22 closed; 23 24 25
    viet-nam | 2026-02-13 15:01 | 3 workingDays  | 2026-02-26 17:00 | past the cut-off: received at the next opening, Mon 23; 24 25 26
    viet-nam | 2026-02-18 10:00 | 1 workingDays  | 2026-02-24 17:00 | the 2nd of Tết is closed: received Mon 23; Tue 24
    viet-nam | 2026-02-13 16:30 | 8 workingHours | 2026-02-23 16:30 | Fri 0.5 h; Mon 23: 4.5 h to 11:30, 3 h from 13:30
    viet-nam | 2026-02-10 09:00 | 7 calendarDays | 2026-02-23 17:00 | 10 + 7 = 17 Feb, Tết; 18-22 closed; rolls to Mon 23
    viet-nam | 2025-01-24 09:00 | 1 workingDays  | 2025-02-03 17:00 | Fri 24; 25-26 weekend; 27-31 Tết; 1-2 weekend; Mon 3 Feb
    viet-nam | 2027-02-03 09:00 | 2 workingDays  | 2027-02-10 17:00 | Thu 4 (1); 5-9 closed by every lawful choice; Wed 10 (2)
  `,
  "swapped days": `
    viet-nam   | 2024-04-26 09:00 | 3 workingDays  | 2024-05-04 17:00 | 27-28 weekend; Mon 29 swapped off; 30 Apr, 1 May holidays; Thu 2 (1); Fri 3 (2); Sat 4 worked (3)
    tamil-nadu | 2024-10-30 11:00 | 6 workingDays  | 2024-11-09 17:45 | Thu 31 Deepavali; Fri 1 swapped off; 2-3 weekend; 4 5 6 7 8 (5); Sat 9 worked (6)
    viet-nam   | 2026-08-20 09:00 | 3 workingDays  | 2026-08-24 17:00 | Fri 21 (1); Sat 22 worked (2); Mon 24 (3)
    viet-nam   | 2026-08-22 10:00 | 1 workingDays  | 2026-08-24 17:00 | received on the worked Sat 22; Mon 24
    viet-nam   | 2026-08-22 15:30 | 1 workingDays  | 2026-08-25 17:00 | Sat 22 past the cut-off: received Mon 24; Tue 25
    viet-nam   | 2026-08-21 16:00 | 1 workingDays  | 2026-08-24 17:00 | Fri 21 past the cut-off: received on the worked Sat 22; Mon 24
    viet-nam   | 2026-08-27 09:00 | 3 workingDays  | 2026-09-04 17:00 | Fri 28 (1); 29-30 weekend; 31 swapped off; 1-2 National Day; Thu 3 (2); Fri 4 (3)
    viet-nam   | 2026-08-21 09:00 | 10 workingDays | 2026-09-08 17:00 | Sat 22 (1) 24-28 (6); 29-2 Sep closed; 3 4 (8); 7 8 (10)
    viet-nam   | 2026-08-21 16:00 | 8 workingHours | 2026-08-22 16:00 | Fri 1 h; Sat 22: 4.5 h to 11:30, 2.5 h from 13:30
    viet-nam   | 2026-08-15 09:00 | 1 workingDays  | 2026-08-18 17:00 | an ordinary Saturday: received Mon 17; Tue 18
    viet-nam   | 2025-12-31 09:00 | 5 workingDays  | 2026-01-09 17:00 | 1 Jan holiday; Fri 2 swapped off; 5 6 7 8 9
    viet-nam   | 2025-12-31 09:00 | 6 workingDays  | 2026-01-10 17:00 | as before, and Sat 10 worked in place of Fri 2 (6)
    viet-nam   | 2025-04-25 09:00 | 2 workingDays  | 2025-04-28 17:00 | Sat 26 worked (1); Mon 28 (2)
    viet-nam   | 2025-04-29 09:00 | 1 workingDays  | 2025-05-05 17:00 | 30 Apr, 1 May holidays; Fri 2 swapped off; 3-4 weekend; Mon 5
    tamil-nadu | 2025-01-13 11:00 | 2 workingDays  | 2025-01-21 17:45 | 14 15 16 Pongal; Fri 17 swapped off; 18-19 weekend; 20 21
    tamil-nadu | 2025-01-24 11:00 | 1 workingDays  | 2025-01-25 17:45 | Sat 25 worked in place of Fri 17
    tamil-nadu | 2025-10-17 11:00 | 5 workingDays  | 2025-10-27 17:45 | Mon 20 Deepavali; Tue 21 swapped off; 22 23 24 (3); Sat 25 worked (4); Mon 27 (5)
  `,
  "days in lieu": `
    viet-nam          | 2026-04-24 09:00 | 3 workingDays  | 2026-05-04 17:00 | Sun 26 Hùng Kings, Mon 27 in lieu; 28 29 (2); 30 Apr, 1 May holidays; Mon 4 May (3)
    viet-nam          | 2026-04-26 10:00 | 2 workingDays  | 2026-05-04 17:00 | Sun 26: received Tue 28, past the day in lieu; Wed 29 (1); Mon 4 May (2)
    viet-nam          | 2027-04-29 09:00 | 1 workingDays  | 2027-05-04 17:00 | Fri 30, Sat 1 holidays; Sun; Mon 3 in lieu; Tue 4
    viet-nam          | 2025-04-04 09:00 | 1 workingDays  | 2025-04-08 17:00 | Mon 7 Hùng Kings; Tue 8
    england-and-wales | 2026-12-14 10:00 | 10 workingDays | 2026-12-30 17:00 | 15-18 (4) 21-24 (8); 25 Christmas; Sat 26 Boxing Day, Mon 28 its substitute; 29 30 (10)
    england-and-wales | 2027-12-24 10:00 | 2 workingDays  | 2027-12-30 17:00 | Christmas and Boxing Day at the weekend; 27, 28 substitutes; 29 30
    england-and-wales | 2027-12-31 10:00 | 1 workingDays  | 2028-01-04 17:00 | Sat 1 Jan 2028; Mon 3 its substitute; Tue 4
    england-and-wales | 2026-12-18 10:00 | 7 calendarDays | 2026-12-29 17:00 | 18 + 7 = 25 Christmas; 26-27 weekend; Mon 28 substitute; rolls to Tue 29
  `,
  "the end of the year": `
    viet-nam   | 2024-12-31 09:00 | 1 workingDays   | 2025-01-02 17:00 | Wed 1 Jan holiday; Thu 2
    england-and-wales | 2024-12-24 10:00 | 5 workingDays | 2025-01-03 17:00 | 25, 26 holidays; Fri 27 (1); 30 31 (3); 1 Jan holiday; Thu 2 (4); Fri 3 (5)
    viet-nam   | 2026-12-31 09:00 | 1 workingDays   | 2027-01-04 17:00 | Fri 1 Jan holiday; 2-3 weekend; Mon 4
    viet-nam   | 2026-12-21 09:00 | 10 workingDays  | 2027-01-05 17:00 | 22-25 (4) 28-31 (8); Fri 1 Jan holiday; 4 5 (10)
    viet-nam   | 2026-12-31 15:30 | 0.5 workingDays | 2027-01-04 11:00 | past the cut-off: received Mon 4 at 7:00; 4 h
    tamil-nadu | 2025-12-31 11:00 | 2 months        | 2026-03-02 17:45 | 31 Dec + 2 months = 28 Feb, its last day, a Saturday; rolls to Mon 2 Mar
  `,
  "29 February": `
    england-and-wales | 2024-01-31 10:00 | 1 months          | 2024-02-29 17:00 | no 31 Feb: its last day, Thu 29
    viet-nam          | 2024-02-28 09:00 | 1 workingDays     | 2024-02-29 17:00 | Thu 29 Feb is a working day like any other
    viet-nam          | 2024-02-29 09:00 | 12 licence months | 2025-02-28 end   | no 29 Feb 2025: the 28th
    tamil-nadu        | 2024-02-27 11:00 | 3 workingDays     | 2024-03-01 17:45 | Wed 28 (1); Thu 29 (2); Fri 1 Mar (3)
    england-and-wales | 2028-01-31 10:00 | 1 months          | 2028-02-29 17:00 | no 31 Feb: its last day, Tue 29
    england-and-wales | 2028-02-28 10:00 | 1 workingDays     | 2028-02-29 17:00 | Tue 29 Feb is a working day like any other
    england-and-wales | 2028-02-29 10:00 | 12 licence months | 2029-02-28 end   | no 29 Feb 2029: the 28th; no data of 2029 is needed
    england-and-wales | 2028-02-21 10:00 | 8 calendarDays    | 2028-02-29 17:00 | 21 + 8 = Tue 29 Feb
    viet-nam          | 2026-01-30 09:00 | 1 months          | 2026-03-02 17:00 | no 30 Feb: the 28th, a Saturday; rolls to Mon 2 Mar
  `,
  months: `
    tamil-nadu | 2026-03-02 11:00 | 2 months          | 2026-05-04 17:45 | 2 May is a Saturday; rolls to Mon 4
    tamil-nadu | 2026-01-16 11:00 | 2 months          | 2026-03-20 17:45 | Thiruvalluvar Day: received Mon 19 Jan; 19 Mar is Telugu New Year; rolls to Fri 20
    viet-nam   | 2026-11-09 09:00 | 60 licence months | 2031-11-09 end   | five years to the day, a Sunday: a validity does not roll
  `,
  "daylight saving": `
    england-and-wales | 2026-03-27 16:00       | 8 workingHours           | 2026-03-30 16:00+01:00        | Fri 1 h in winter time; Mon 30 in summer time 9:00 + 7 h
    england-and-wales | 2026-10-23 16:00+01:00 | 8 workingHours           | 2026-10-26 16:00              | Fri 1 h in summer time; Mon 26 in winter time 9:00 + 7 h
    england-and-wales | 2026-03-27 10:00       | 1 workingDays            | 2026-03-30 17:00+01:00        | Mon 30 closes at 17:00 summer time
    england-and-wales | 2026-10-23 10:00+01:00 | 1 workingDays            | 2026-10-26 17:00              | Mon 26 closes at 17:00 winter time
    england-and-wales | 2026-03-28 12:00       | 24 hours                 | 2026-03-29 13:00+01:00        | 24 hours of the day that has 23: one hour later on the wall
    england-and-wales | 2026-10-24 12:00+01:00 | 24 hours                 | 2026-10-25 11:00              | 24 hours of the day that has 25: one hour earlier on the wall
    england-and-wales | 2026-07-02 23:30       | 1 workingDays            | 2026-07-06 17:00+01:00        | 00:30 on Fri 3 July in London: Mon 6
    england-and-wales | 2026-03-28 10:00       | 1 applicant calendarDays | 2026-03-30 23:59:59.999+01:00 | Sun 29, rolls to Mon 30, to its end in summer time
  `,
  "working hours": `
    viet-nam   | 2026-11-09 07:00 | 8 workingHours   | 2026-11-09 17:00 | 4.5 h to 11:30; 3.5 h to 17:00
    viet-nam   | 2026-11-09 10:00 | 8 workingHours   | 2026-11-10 10:00 | 1.5 h to 11:30; 3.5 h to 17:00; Tue 3 h
    viet-nam   | 2026-11-09 11:00 | 2 workingHours   | 2026-11-09 15:00 | 0.5 h to 11:30; 1.5 h from 13:30
    viet-nam   | 2026-11-09 12:00 | 1 workingHours   | 2026-11-09 14:30 | filed at lunch: 1 h from 13:30
    viet-nam   | 2026-11-09 07:00 | 4.5 workingHours | 2026-11-09 11:30 | ends with the morning, not with the afternoon's beginning
    viet-nam   | 2026-11-09 22:00 | 8 workingHours   | 2026-11-10 17:00 | filed after hours: Tue 4.5 h and 3.5 h
    viet-nam   | 2026-11-13 16:00 | 8 workingHours   | 2026-11-16 16:00 | Fri 1 h (the cut-off is for days); weekend; Mon 4.5 h, 2.5 h
    viet-nam   | 2026-11-15 10:00 | 8 workingHours   | 2026-11-16 17:00 | filed on Sunday: all of Monday
    viet-nam   | 2026-11-09 16:30 | 2 hours          | 2026-11-09 18:30 | hours of the wall clock go on after closing
    tamil-nadu | 2026-10-23 17:00 | 8 workingHours   | 2026-10-26 17:15 | Fri 0.75 h to 17:45; Mon 10:00 + 7.25 h
  `,
  "after hours": `
    viet-nam          | 2026-11-09 15:10       | 10 workingDays | 2026-11-24 17:00       | forwarded after 15:00: received Tue 10; 11 12 13 (3) 16-20 (8) 23 24 (10)
    viet-nam          | 2026-11-09 14:59       | 10 workingDays | 2026-11-23 17:00       | forwarded before 15:00: received Mon 9; 10-13 (4) 16-20 (9) 23 (10)
    viet-nam          | 2026-11-06 20:00       | 3 workingDays  | 2026-11-12 17:00       | Fri 6 in the evening: received Mon 9; 10 11 12
    viet-nam          | 2026-11-09 05:00       | 1 workingDays  | 2026-11-10 17:00       | before opening is the same day; Tue 10
    england-and-wales | 2026-11-08 20:00       | 3 workingDays  | 2026-11-11 17:00       | given on Sunday 8, which is not counted; 9 10 11
    england-and-wales | 2026-11-06 23:30       | 1 workingDays  | 2026-11-09 17:00       | given on Fri 6, late but that day; Mon 9
    tamil-nadu        | 2026-10-23 18:00       | 1 workingDays  | 2026-10-27 17:45       | after closing: received Mon 26; Tue 27
    tamil-nadu        | 2026-01-13 11:00       | 3 workingDays  | 2026-01-20 17:45       | Wed 14 (1); 15 16 holidays; 17-18 weekend; 19 20 (3)
    england-and-wales | 2026-04-01 10:00+01:00 | 2 workingDays  | 2026-04-07 17:00+01:00 | Thu 2 (1); Good Friday; weekend; Easter Monday; Tue 7 (2)
  `,
  "part days and parts of days": `
    part-day | 2026-12-24 07:00 | 8 workingHours  | 2026-12-25 10:30 | Thu 24 closes at 11:30: 4.5 h; Fri 3.5 h
    part-day | 2026-12-23 09:00 | 1 workingDays   | 2026-12-24 11:30 | a part day is a working day, and closes early
    part-day | 2026-12-24 13:00 | 1 workingDays   | 2026-12-28 17:00 | after the part day's closing: received Fri 25; Mon 28
    part-day | 2026-12-22 09:00 | 1.5 workingDays | 2026-12-24 09:15 | Wed 23 (1); half of Thu's 4.5 h: 2 h 15
    part-day | 2026-12-24 09:00 | 0.5 workingDays | 2026-12-25 08:30 | half a full day is 4 h: 2.5 h to 11:30; Fri 1.5 h
    viet-nam | 2026-11-09 09:00 | 0.5 workingDays | 2026-11-09 15:00 | 4 h: 2.5 h to 11:30; 1.5 h from 13:30
    viet-nam | 2026-11-09 15:00 | 0.5 workingDays | 2026-11-10 09:00 | 4 h: 2 h to 17:00; Tue 2 h
    viet-nam | 2026-11-09 15:30 | 0.5 workingDays | 2026-11-10 11:00 | past the cut-off: Tue from 7:00, 4 h
    viet-nam | 2026-11-08 10:00 | 0.5 workingDays | 2026-11-09 11:00 | filed on Sunday: Mon from 7:00, 4 h
    viet-nam | 2026-11-09 09:00 | 1.5 workingDays | 2026-11-11 11:00 | Tue 10 (1); half of Wed 11: 4 h from 7:00
  `,
  "an applicant's term": `
    viet-nam | 2026-11-09 09:00 | 15 applicant calendarDays | 2026-11-24 end   | 9 + 15 = Tue 24, to midnight
    viet-nam | 2026-11-06 16:30 | 15 applicant calendarDays | 2026-11-23 end   | 6 + 15 = Sat 21 (no cut-off for the applicant); rolls to Mon 23
    viet-nam | 2026-08-21 16:30 | 15 applicant calendarDays | 2026-09-07 end   | 21 Aug + 15 = Sat 5 Sep; rolls to Mon 7
    viet-nam | 2026-08-21 16:30 | 15 calendarDays           | 2026-09-07 17:00 | the authority's: received on the worked Sat 22; 6 Sep Sunday; rolls to Mon 7, to closing
    viet-nam | 2026-11-09 20:00 | 2 applicant workingDays   | 2026-11-11 end   | Mon 9 in the evening is Mon 9; 10 11, to midnight
  `,
} as const;

function instant(text: string, calendar: string): string {
  const exact = text.replace(" end", " 23:59:59.999").replace(" ", "T");
  return /[Z+]/.test(exact) ? exact : exact + OFFSETS[calendar];
}

function limitOf(text: string): Limit {
  const [amount, ...words] = text.split(" ");
  const [unit, binds] = words.reverse();
  return { amount: Number(amount), unit, ...(binds && { binds }) } as Limit;
}

function caseOf(line: string): DueCase {
  const cells = line.split("|").map((cell) => cell.trim());
  const [calendar, start, limit, due, working] = cells as [string, string, string, string, string];
  return {
    calendar: calendar as CalendarName,
    start: instant(start, calendar),
    limit: limitOf(limit),
    due: instant(due, calendar),
    working,
  };
}

export const DUE_CASES: readonly (readonly [topic: string, cases: readonly DueCase[]])[] =
  Object.entries(TABLES).map(([topic, table]) => [topic, table.trim().split("\n").map(caseOf)]);
