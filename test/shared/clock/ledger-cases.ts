/** Ledgers worked out by hand: what happened to a clock of Viet Nam's calendar, and when it is due. */
import type { Limit } from "../../../shared/clock/limit.ts";
import type { LedgerCase } from "./ledgers.ts";

const TEN_DAYS: Limit = { amount: 10, unit: "workingDays" };

export const LEDGER_CASES: readonly LedgerCase[] = [
  {
    name: "a pause",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["resume", "2026-11-12 09:00"],
    ],
    due: "2026-11-23 17:00",
    working: "3 4 5 (3); stopped to Thu 12; 13 (4) 16-20 (9) 23 (10)",
  },
  {
    name: "a restart where the other permit pauses",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["restart", "2026-11-12 09:00"],
    ],
    due: "2026-11-26 17:00",
    working: "from Thu 12: 13 (1) 16-20 (6) 23-26 (10)",
  },
  {
    name: "two supplements, pausing",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["resume", "2026-11-12 09:00"],
      ["stop", "2026-11-17 10:00"],
      ["resume", "2026-11-20 09:00"],
    ],
    due: "2026-11-26 17:00",
    working: "3 4 5 (3); 13 16 17 (6); stopped to Fri 20; 23 24 25 26 (10)",
  },
  {
    name: "two supplements, restarting",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["restart", "2026-11-12 09:00"],
      ["stop", "2026-11-17 10:00"],
      ["restart", "2026-11-20 09:00"],
    ],
    due: "2026-12-04 17:00",
    working: "from Fri 20: 23-27 (5); 30 1 2 3 4 Dec (10)",
  },
  {
    name: "a supplement that arrives after 15:00",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["resume", "2026-11-12 15:30"],
    ],
    due: "2026-11-24 17:00",
    working: "3 4 5 (3); received Fri 13, not counted; 16-20 (8) 23 24 (10)",
  },
  {
    name: "a supplement that is answered the same day",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 09:00"],
      ["resume", "2026-11-05 14:00"],
    ],
    due: "2026-11-16 17:00",
    working:
      "Thu 5 is the day of the stop and of the resumption: as without it, 3-6 (4) 9-13 (9) 16 (10)",
  },
  {
    name: "a stop that lasts no time, after 15:00",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 16:00"],
      ["resume", "2026-11-05 16:00"],
    ],
    due: "2026-11-16 17:00",
    working: "nothing was received in between: as without it",
  },
  {
    name: "a stop on a Saturday",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-07 10:00"],
      ["resume", "2026-11-09 09:00"],
    ],
    due: "2026-11-17 17:00",
    working: "3 4 5 6 (4); Mon 9 is the day of resumption, not counted; 10-13 (8) 16 17 (10)",
  },
  {
    name: "a pause over Tết",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-02-09 09:00"],
      ["stop", "2026-02-12 09:00"],
      ["resume", "2026-02-23 09:00"],
    ],
    due: "2026-03-04 17:00",
    working: "10 11 12 (3); stopped, then Tết; Mon 23 not counted; 24-27 (7) 2 3 4 Mar (10)",
  },
  {
    name: "a clock that stands still",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
    ],
    working: "3 4 5 (3) and nothing since",
  },
  {
    name: "a stop after the due date",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-18 10:00"],
    ],
    due: "2026-11-16 17:00",
    working: "3-6 (4) 9-13 (9) 16 (10): what is late does not become early by a stop",
  },
  {
    name: "a stop after the last day's hours",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-16 17:00"],
      ["resume", "2026-11-18 09:00"],
    ],
    due: "2026-11-16 17:00",
    working: "due at 17:00 of Mon 16, the very moment of the stop",
  },
  {
    name: "a stop within the last day",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-16 10:00"],
      ["resume", "2026-11-18 09:00"],
    ],
    due: "2026-11-18 17:00",
    working: "all ten days are counted, Mon 16 too; what was left of it is left on Wed 18",
  },
  {
    name: "an extension of five days",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["extend", "2026-11-10 09:00", 5],
    ],
    due: "2026-11-23 17:00",
    working: "15 days: 3-6 (4) 9-13 (9) 16-20 (14) 23 (15)",
  },
  {
    name: "a restart after an extension",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["extend", "2026-11-05 09:00", 5],
      ["restart", "2026-11-12 09:00"],
    ],
    due: "2026-11-26 17:00",
    working: "the whole limit anew, without the extension: 13 (1) 16-20 (6) 23-26 (10)",
  },
  {
    name: "a new date",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["reschedule", "2026-11-11 09:00", "2026-11-20"],
    ],
    due: "2026-11-20 17:00",
    working: "promised anew for Fri 20, to its closing",
  },
  {
    name: "a pause before a new date",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["resume", "2026-11-12 09:00"],
      ["reschedule", "2026-11-13 09:00", "2026-11-27"],
    ],
    due: "2026-11-27 17:00",
    working: "the promise of Fri 27 was made knowing of the pause",
  },
  {
    name: "a pause after a new date",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["reschedule", "2026-11-11 09:00", "2026-11-20"],
      ["stop", "2026-11-12 10:00"],
      ["resume", "2026-11-16 09:00"],
    ],
    due: "2026-11-24 17:00",
    working: "Fri 20 moves by Fri 13 and Mon 16: Mon 23, Tue 24",
  },
  {
    name: "a clock that has ended",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 09:00"],
      ["end", "2026-11-10 09:00"],
    ],
    due: "2026-11-16 17:00",
    working: "the date stays readable: 3-6 (4) 9-13 (9) 16 (10)",
  },
  {
    name: "a clock that was stopped before its file was received",
    limit: TEN_DAYS,
    happened: [
      ["start", "2026-11-02 15:30"],
      ["stop", "2026-11-02 16:00"],
      ["resume", "2026-11-02 16:30"],
    ],
    due: "2026-11-17 17:00",
    working: "received Tue 3 with or without the stop: 4 5 6 (3) 9-13 (8) 16 17 (10)",
  },
  {
    name: "working hours with a pause",
    limit: { amount: 8, unit: "workingHours" },
    happened: [
      ["start", "2026-11-09 09:00"],
      ["stop", "2026-11-09 14:00"],
      ["resume", "2026-11-10 10:00"],
    ],
    due: "2026-11-10 17:00",
    working: "2.5 h and 0.5 h on Mon; 1.5 h and 3.5 h on Tue",
  },
  {
    name: "half a working day with a pause",
    limit: { amount: 0.5, unit: "workingDays" },
    happened: [
      ["start", "2026-11-09 09:00"],
      ["stop", "2026-11-09 10:00"],
      ["resume", "2026-11-09 15:30"],
    ],
    due: "2026-11-10 10:00",
    working: "1 h on Mon; received after the cut-off, so from Tue 7:00, 3 h",
  },
  {
    name: "days of the calendar with a pause",
    limit: { amount: 20, unit: "calendarDays" },
    happened: [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["resume", "2026-11-12 09:00"],
    ],
    due: "2026-11-30 17:00",
    working: "2 + 20 = Sun 22; stopped 7 days: Sun 29; rolls to Mon 30",
  },
  {
    name: "two months with a pause",
    limit: { amount: 2, unit: "months" },
    happened: [
      ["start", "2026-08-03 09:00"],
      ["stop", "2026-08-10 10:00"],
      ["resume", "2026-08-20 09:00"],
    ],
    due: "2026-10-13 17:00",
    working: "3 Aug + 2 months = 3 Oct; stopped 10 days: Tue 13 Oct",
  },
  {
    name: "a stop on the worked Saturday",
    limit: { amount: 3, unit: "workingDays" },
    happened: [
      ["start", "2026-08-20 09:00"],
      ["stop", "2026-08-22 09:00"],
      ["resume", "2026-09-03 09:00"],
    ],
    due: "2026-09-04 17:00",
    working: "Fri 21, Sat 22 (2); Thu 3 Sep not counted; Fri 4 (3)",
  },
  {
    name: "a stop within the last part of a day",
    limit: { amount: 1.5, unit: "workingDays" },
    happened: [
      ["start", "2026-11-09 09:00"],
      ["stop", "2026-11-11 10:00"],
      ["resume", "2026-11-13 14:00"],
    ],
    due: "2026-11-13 17:00",
    working: "Tue 10 (1), the half of Wed 11 (1.5); nothing is left but the rest of Fri 13",
  },
];
