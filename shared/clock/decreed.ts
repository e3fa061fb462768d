/** What a newly applied calendar changes in the one before it, day by day. */

import { type Calendar, CalendarFaulty } from "../calendar/calendar.ts";
import { formatDay } from "../calendar/day.ts";
import { compileCalendar, type DayFacts } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";
import { changedDays } from "./promise.ts";

/** One day that a later calendar sees differently; its title and source stand in that calendar. */
export interface DecreedDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** When the calendar that says so was applied. */
  readonly at: Instant;
  readonly before: DayFacts["kind"];
  readonly after: DayFacts["kind"];
}

/** A calendar as it stands applied, with what changed since it was first. */
export interface AppliedCalendar extends Calendar {
  readonly decreed?: readonly DecreedDay[];
}

/** What is remembered of changes: years ago nothing is open any more that they could explain. */
const MOST_REMEMBERED = 400;

/** The changes so far and those that `after` brings, oldest first. */
export function decreedBy(
  before: AppliedCalendar | undefined,
  after: Calendar,
  at: Instant,
): DecreedDay[] {
  const known = before?.decreed ?? [];
  const fresh = before === undefined ? [] : changesOf(before, after, at);
  return [...known, ...fresh].slice(-MOST_REMEMBERED);
}

function changesOf(before: Calendar, after: Calendar, at: Instant): DecreedDay[] {
  try {
    const [old, fresh] = [compileCalendar(before), compileCalendar(after)];
    return changedDays(old, fresh, old.firstDay, old.lastDay).map((each) => ({
      day: formatDay(each.day),
      at,
      before: each.before.kind,
      after: each.after.kind,
    }));
  } catch (error) {
    // By a calendar that an older version took and this one cannot read, nothing can be compared.
    if (error instanceof CalendarFaulty) return [];
    throw error;
  }
}
