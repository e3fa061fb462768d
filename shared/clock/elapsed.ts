/** How much of a limit is used. */
import type { WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";
import { countedBetween, countOf } from "./count.ts";
import { type Ledger, presentCount } from "./ledger.ts";
import type { Limit, LimitUnit } from "./limit.ts";

export interface Elapsed {
  /** The limit's own unit, but days for a limit in months. */
  readonly unit: Exclude<LimitUnit, "months">;
  readonly used: number;
  /** Never below zero: what is late has nothing left. */
  readonly remaining: number;
}

/**
 * What the present count has used up by an instant. In days, today counts as used; time in which
 * the clock stood still does not.
 * @throws CalendarYearMissing if it reaches into a year without data
 */
export function elapsedAt(
  ledger: Ledger,
  limit: Limit,
  calendar: WorkingCalendar,
  at: Instant,
): Elapsed {
  const count = countOf(presentCount(ledger), limit, calendar);
  const used = countedBetween(count, count.begun, count.scale.stop(at));
  return {
    unit: limit.unit === "months" ? "calendarDays" : limit.unit,
    used: used / count.scale.unit,
    remaining: Math.max(0, count.total - used) / count.scale.unit,
  };
}
