/**
 * Due dates, forward from a moment or read off a ledger. A due date is the last instant that is in
 * time: only later is late. Its civil day is `calendar.dayOf(due)`.
 */
import type { WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";
import { countOf } from "./count.ts";
import { type Ledger, presentCount } from "./ledger.ts";
import type { Limit } from "./limit.ts";
import { scaleOf } from "./scale.ts";

/**
 * When a limit that starts at `start` is due.
 * @throws CalendarYearMissing if it reaches into a year without data
 * @throws RangeError if the limit makes no sense
 */
export function addLimit(start: Instant, limit: Limit, calendar: WorkingCalendar): Instant {
  const scale = scaleOf(limit, calendar);
  return scale.end(scale.begin(start), 0, start);
}

/**
 * Backwards: the last instant at which a limit may start so as to be due no later than `due`.
 * `addLimit(start) <= due` exactly if `start <= latestStart(due)`.
 * @throws CalendarYearMissing if it reaches into a year without data
 */
export function latestStart(due: Instant, limit: Limit, calendar: WorkingCalendar): Instant {
  return scaleOf(limit, calendar).latest(due);
}

/**
 * When a ledger's clock is due, or undefined while it stands still and was not due before it was
 * stopped. A date that was promised anew stands in place of the limit's own.
 * @throws CalendarYearMissing if it reaches into a year without data
 */
export function dueAt(
  ledger: Ledger,
  limit: Limit,
  calendar: WorkingCalendar,
): Instant | undefined {
  return countOf(presentCount(ledger), limit, calendar).due;
}
