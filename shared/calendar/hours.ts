/** Office hours as they are written in a calendar, read into minutes past local midnight. */
import type { HourRange, WeekHours } from "./calendar.ts";
import type { Weekday } from "./day.ts";

/** Minutes past local midnight, `to` exclusive. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

const MINUTES_OF_DAY = 1440;
const WEEKDAY_NAMES = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies readonly (keyof WeekHours)[];

/**
 * Reads `HH:MM`; `24:00` is the end of the day.
 * @throws RangeError if the text has another form or is no time of a day
 */
export function parseMinute(text: string): number {
  const match = /^(\d{2}):([0-5]\d)$/.exec(text);
  const minute = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (!(minute <= MINUTES_OF_DAY)) throw new RangeError(`"${text}" is not a time such as 15:00`);
  return minute;
}

/** @throws RangeError if the text is not `HH:MM-HH:MM` with the end after the beginning */
export function parseRange(text: HourRange): MinuteRange {
  const [first = "", last = "", ...rest] = text.split("-");
  const range = { from: parseMinute(first), to: parseMinute(last) };
  if (rest.length > 0 || range.to <= range.from) {
    throw new RangeError(`"${text}" does not end after it begins`);
  }
  return range;
}

export function hoursOfWeekday(hours: WeekHours, weekday: Weekday): readonly HourRange[] {
  return hours[WEEKDAY_NAMES[weekday - 1]!];
}

/** How many minutes the ranges hold together. */
export function minutesIn(ranges: readonly MinuteRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + (to - from), 0);
}
