/** How many due dates a second, on the real calendar of Viet Nam. */
import { compileCalendar } from "../../../shared/calendar/working.ts";
import { addLimit, dueAt } from "../../../shared/clock/due.ts";
import { type Ledger, startClock } from "../../../shared/clock/ledger.ts";
import type { Limit } from "../../../shared/clock/limit.ts";
import { vietNam } from "../../../workflows/authorities/calendars/viet-nam.ts";

/** Due dates that one thread is to compute in a second. */
const TARGET_PER_SECOND = 100_000;
const ROUNDS = 5;
const COUNT = 100_000;
const FIRST = Date.parse("2026-01-05T00:00:00+07:00");
/** Starts spread over a year and a half, at every hour of the day. */
const SPREAD = 7 * 60_000 + 13_000;

const TEN_DAYS: Limit = { amount: 10, unit: "workingDays" };

export interface ClockFigures {
  /** Due dates a second: a limit of ten working days from a moment. */
  readonly limits: number;
  /** The same, read off a ledger with a supplement in it. */
  readonly ledgers: number;
  /** Limits of eight working hours, to the minute. */
  readonly hours: number;
  readonly reached: boolean;
}

/** Measures, prints one line for each figure, and says whether the target was reached. */
export function benchClock(print: (line: string) => void): ClockFigures {
  const calendar = compileCalendar(vietNam);
  const hours: Limit = { amount: 8, unit: "workingHours" };
  const limits = rate((start) => addLimit(start, TEN_DAYS, calendar));
  const ledgers = rate((start) => dueAt(supplemented(start), TEN_DAYS, calendar)!);
  const inHours = rate((start) => addLimit(start, hours, calendar));
  const reached = limits >= TARGET_PER_SECOND;
  print(line("10 working days", limits, reached));
  print(line("10 working days, ledger with a pause", ledgers, ledgers >= TARGET_PER_SECOND));
  print(line("8 working hours", inHours, inHours >= TARGET_PER_SECOND));
  return { limits, ledgers, hours: inHours, reached };
}

/** A ledger that was stopped two days after its start and resumed three days later. */
function supplemented(start: number): Ledger {
  const day = 86_400_000;
  const { marks } = startClock(start);
  return {
    marks: [
      ...marks,
      { kind: "stopped", at: start + 2 * day, reason: "supplement" },
      { kind: "resumed", at: start + 5 * day, reason: "supplement" },
    ],
  };
}

/** The best of some rounds, a second; the sum keeps the work from being optimised away. */
function rate(due: (start: number) => number): number {
  let best = 0;
  let sum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    for (let index = 0; index < COUNT; index++) sum += due(FIRST + index * SPREAD);
    best = Math.max(best, (COUNT / (performance.now() - begun)) * 1000);
  }
  if (!Number.isFinite(sum)) throw new Error("a due date was no number");
  return best;
}

function line(what: string, perSecond: number, reached: boolean): string {
  const figure = Math.round(perSecond).toLocaleString("en-GB");
  return `clock: ${what.padEnd(38)} ${figure.padStart(10)} due dates/s (target 100,000) ${reached ? "ok" : "MISSED"}`;
}
