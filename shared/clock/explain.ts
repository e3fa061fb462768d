/**
 * Why a date is what it is: every stretch of the clock, and every civil day with what it counted for
 * and why. The days' amounts add up to the limit, because both are read off the same count. Nothing
 * here is in a language; `wording.ts` puts it into one.
 */

import type { CalendarYear } from "../calendar/calendar.ts";
import { type CivilDay, formatDay } from "../calendar/day.ts";
import type { DayFacts, WorkingCalendar } from "../calendar/working.ts";
import type { LegalBasis } from "../permit/permit.ts";
import type { Instant } from "../ports.ts";
import { type Count, countedBetween, countOf } from "./count.ts";
import { beginningOf, type Interval, intervals, type Ledger, presentCount } from "./ledger.ts";
import type { Limit, LimitUnit } from "./limit.ts";

export const VERDICTS = [
  /** The day it arrived, where it counts as received on a later one. */
  "arrived",
  /** The day of receipt, or of the event: not counted. */
  "first-day",
  "counted",
  /** Not worked, so it does not count. */
  "closed",
  /** The clock stood still. */
  "stopped",
  /** The limit is used up, and this day is not worked: the last day rolls over it. */
  "rolled",
  /** The limit is used up: this is the working day that its last day rolls to. */
  "last-day",
  /** Behind the limit, before the date that was promised anew. */
  "rescheduled",
] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface ExplainedDay {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly verdict: Verdict;
  /** How much of the limit was counted on this day, in {@link Explanation.unit}. */
  readonly counted: number;
  /** How much was counted up to and including this day. */
  readonly sum: number;
  /** What the calendar says of the day, with its title and source where it differs. */
  readonly facts: DayFacts;
}

export interface Explanation {
  readonly calendar: Pick<WorkingCalendar, "id" | "title">;
  /** The limit with every extension of the present count. */
  readonly limit: Limit;
  /** The unit of what was counted: the limit's own, but days for months. */
  readonly unit: Exclude<LimitUnit, "months">;
  readonly legalBasis?: LegalBasis;
  readonly intervals: readonly Interval[];
  readonly days: readonly ExplainedDay[];
  /** The sum of the days' amounts: the limit's whole amount once it is due. */
  readonly counted: number;
  /** Absent while the clock stands still. */
  readonly due?: Instant;
  /** The day that was promised anew, `YYYY-MM-DD`. */
  readonly rescheduledTo?: string;
  /** Years among these days whose official list is not loaded: the date may move. */
  readonly provisional: readonly CalendarYear[];
}

/**
 * Explains a ledger's due date; while the clock stands still, the time up to its stop.
 * @throws CalendarYearMissing if it reaches into a year without data
 */
export function explain(
  ledger: Ledger,
  limit: Limit,
  calendar: WorkingCalendar,
  legalBasis?: LegalBasis,
): Explanation {
  const marks = presentCount(ledger);
  const count = countOf(marks, limit, calendar);
  const start = { arrived: marks[0]!.at, begins: beginningOf(marks) };
  const end = count.due ?? marks.findLast(({ kind }) => kind === "stopped")!.at;
  const days = explainDays(count, calendar, start, end);
  return {
    calendar: { id: calendar.id, title: calendar.title },
    limit: count.limit,
    unit: limit.unit === "months" ? "calendarDays" : limit.unit,
    ...(legalBasis && { legalBasis }),
    intervals: intervals(ledger),
    days,
    counted: days.at(-1)!.sum,
    ...(count.due !== undefined && { due: count.due }),
    ...(count.promised !== undefined && { rescheduledTo: formatDay(count.promised) }),
    provisional: provisionalYears(days, calendar),
  };
}

/** When it was accepted, and when the unit that decides received it. */
interface Start {
  readonly arrived: Instant;
  readonly begins: Instant;
}

function explainDays(
  count: Count,
  calendar: WorkingCalendar,
  start: Start,
  end: Instant,
): ExplainedDay[] {
  const { scale, begun } = count;
  const days: ExplainedDay[] = [];
  for (let day = calendar.dayOf(start.arrived); day <= calendar.dayOf(end); day++) {
    const [from, to] = scale.span(day);
    days.push({
      date: formatDay(day),
      verdict: verdictOf(count, day, calendar, start),
      counted: countedBetween(count, from, to) / scale.unit,
      sum: countedBetween(count, begun, to) / scale.unit,
      facts: calendar.factsOf(day),
    });
  }
  return days;
}

function verdictOf(
  count: Count,
  day: CivilDay,
  calendar: WorkingCalendar,
  { arrived, begins }: Start,
): Verdict {
  const { scale, begun, stretches, due, promised } = count;
  const [from, to] = scale.span(day);
  if (countedBetween(count, from, to) > 0) return "counted";
  if (to <= begun) {
    if (day === scale.firstDay(begins)) return "first-day";
    return day === calendar.dayOf(arrived) ? "arrived" : "closed";
  }
  if (due !== undefined && from >= stretches.at(-1)!.to) {
    if (promised !== undefined) return "rescheduled";
    return day === calendar.dayOf(due) ? "last-day" : "rolled";
  }
  return from < to ? "stopped" : "closed";
}

function provisionalYears(days: readonly ExplainedDay[], calendar: WorkingCalendar) {
  const years = new Set(
    days
      .filter(({ facts }) => facts.basis === "statute")
      .map(({ facts }) => calendar.yearOf(facts.day)),
  );
  return [...years];
}
