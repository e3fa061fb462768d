/**
 * Notice that must be given before a day, forwards (given then, which day is the first that is far
 * enough off) and backwards (for that day, when at the latest).
 */
import { addMonths, type CivilDay } from "../calendar/day.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";

export interface Notice {
  readonly amount: number;
  readonly unit: "workingDays" | "calendarDays" | "months";
  /**
   * True: neither the day it is given nor the day itself counts (Guidance under s. 182 Licensing
   * Act 2003, on temporary event notices: "exclude the day the notice is received and the first day
   * of the event"). False: the day itself may be the last of them.
   */
  readonly clear: boolean;
}

/**
 * The first day that a notice given at this instant is in time for.
 * @throws CalendarYearMissing if it reaches into a year without data
 */
export function earliestDay(given: Instant, notice: Notice, calendar: WorkingCalendar): CivilDay {
  return lastNoticeDay(calendar.received(given).day, notice, calendar) + (notice.clear ? 1 : 0);
}

/**
 * The last instant at which notice before this day is in time.
 * `latestNotice(day) >= given` exactly if `day >= earliestDay(given)`.
 * @throws CalendarYearMissing if it reaches into a year without data
 */
export function latestNotice(day: CivilDay, notice: Notice, calendar: WorkingCalendar): Instant {
  const last = notice.clear ? day - 1 : day;
  return calendar.lastReceiptBy(latestGivenDay(last, notice, calendar));
}

export function isInTime(
  given: Instant,
  day: CivilDay,
  notice: Notice,
  calendar: WorkingCalendar,
): boolean {
  return day >= earliestDay(given, notice, calendar);
}

/** The day on which the notice's last unit falls. */
function lastNoticeDay(given: CivilDay, { amount, unit }: Notice, calendar: WorkingCalendar) {
  if (unit === "workingDays") return calendar.workingDayAt(calendar.rankOf(given) + amount);
  return unit === "calendarDays" ? given + amount : addMonths(given, amount);
}

/** The last day from which the notice's last unit falls on `last` or before. */
function latestGivenDay(last: CivilDay, notice: Notice, calendar: WorkingCalendar): CivilDay {
  const { amount, unit } = notice;
  if (unit === "workingDays") {
    return calendar.workingDayAt(calendar.rankOf(last) - amount + 1) - 1;
  }
  if (unit === "calendarDays") return last - amount;
  let day = addMonths(last, -amount);
  while (addMonths(day + 1, amount) <= last) day++;
  while (addMonths(day, amount) > last) day--;
  return day;
}
