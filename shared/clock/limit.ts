/** How long the law gives: an amount, its unit, and whose term it is. */

export const LIMIT_UNITS = [
  "hours",
  "workingHours",
  "workingDays",
  "calendarDays",
  "months",
] as const;

/**
 * - `hours`: on the wall, day and night
 * - `workingHours`: inside the authority's hours only, to the minute
 * - `workingDays`: the first day is not counted; due when the last one closes. A fraction below one
 *   is that part of a full day's working time, running from receipt (half a day is 4 of 8 working
 *   hours); `1.5` is due when half of the second day's worth has been worked on that day.
 * - `calendarDays`, `months`: the first day is not counted; a last day that is not worked rolls to
 *   the next that is. A month ends on the same day of the month, or on its last day.
 */
export type LimitUnit = (typeof LIMIT_UNITS)[number];

export interface Limit {
  readonly amount: number;
  readonly unit: LimitUnit;
  /**
   * Whose term it is, for limits in days and months.
   * - `authority` (where absent): begins when the authority counts as having received, by its
   *   cut-off and hours, and ends when its last day closes.
   * - `applicant`: begins on the day of the event itself, whatever the hour, and ends with the last
   *   day, at midnight (Viet Nam: Civil Code 2015, art. 147 and 148).
   * - `licence`: a validity: as the applicant's, but no holiday prolongs it, and no calendar data is
   *   needed for its years when it is in calendar days or months.
   */
  readonly binds?: "authority" | "applicant" | "licence";
}

/** What is wrong with a limit, as a sentence, or undefined. */
export function limitFault({ amount, unit }: Limit): string | undefined {
  if (!Number.isFinite(amount) || amount <= 0) return "a limit is more than nothing";
  if ((unit === "calendarDays" || unit === "months") && !Number.isInteger(amount)) {
    return `${unit} are counted whole`;
  }
  return undefined;
}
