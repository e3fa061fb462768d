/**
 * An authority's calendar as data: its time zone, its hours, and for each year the days that differ,
 * every one with its source. Libraries know no days in lieu, no swaps and no decrees; this table
 * does. `working.ts` compiles it for counting, `schema.ts` checks it.
 */
import type { Text } from "../text.ts";

/**
 * - `holiday`: closed by law or notice
 * - `lieu`: closed in place of a holiday that fell on a day of rest
 * - `swapped-off`: closed, and worked on another day instead
 * - `make-up`: a day of rest that is worked in place of a swapped one
 * - `part-day`: open for other hours than usual
 */
export const DAY_KINDS = ["holiday", "lieu", "swapped-off", "make-up", "part-day"] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** Where a day, or an hour, stands in the law. */
export interface Source {
  /** Act, notice or gazette, with number and date. */
  readonly title: string;
  readonly url?: string;
}

/** Local wall-clock time from and to (exclusive): `"07:00-11:30"`. Never across midnight. */
export type HourRange = string;

/** One day that is not what its weekday says. */
export interface DayException {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly kind: DayKind;
  readonly title: Text;
  readonly source: Source;
  /** Required for `part-day`; for `make-up` the hours of the day it stands for, unless given. */
  readonly hours?: readonly HourRange[];
  /** `lieu`: the holiday it stands for. `make-up` and `swapped-off`: the other of the pair. */
  readonly insteadOf?: string;
}

export interface CalendarYear {
  readonly year: number;
  /**
   * `notice`: the official list of that year. `statute`: that list is not published, or was not
   * read, so the days are those that the law itself fixes, and a due date that depends on the year
   * may still move when the list is loaded. What is missing stands in `note`.
   */
  readonly basis: "notice" | "statute";
  readonly source: Source;
  /** What a reader must know of this year's data. */
  readonly note?: Text;
  readonly days: readonly DayException[];
}

/** Hours of each weekday; a weekday without any is a day of rest. */
export interface WeekHours {
  readonly monday: readonly HourRange[];
  readonly tuesday: readonly HourRange[];
  readonly wednesday: readonly HourRange[];
  readonly thursday: readonly HourRange[];
  readonly friday: readonly HourRange[];
  readonly saturday: readonly HourRange[];
  readonly sunday: readonly HourRange[];
}

/** When something counts as received, for limits that are counted in days. */
export interface Receipt {
  /**
   * `same-day`: on the day it arrives, whatever the hour and though the office is closed.
   * `next-working-day`: what arrives on a closed day, after the cut-off or after closing counts as
   * received at the next opening.
   */
  readonly outsideHours: "same-day" | "next-working-day";
  /** `HH:MM`; what arrives later than this counts as received at the next opening. */
  readonly cutOff?: string;
}

export interface Calendar {
  readonly id: string;
  readonly title: Text;
  /** IANA name. */
  readonly timeZone: string;
  readonly hours: WeekHours;
  readonly hoursSource: Source;
  readonly receipt: Receipt;
  /** In order and without a gap. */
  readonly years: readonly CalendarYear[];
}

/** A day was asked about in a year that the calendar has no data for. Nothing is guessed. */
export class CalendarYearMissing extends Error {
  readonly calendarId: string;
  readonly year: number;

  constructor(calendarId: string, year: number) {
    super(
      `The calendar "${calendarId}" has no data for ${year}: load that year's official list of ` +
        "holidays before counting into it.",
    );
    this.name = "CalendarYearMissing";
    this.calendarId = calendarId;
    this.year = year;
  }
}

/** A calendar contradicts itself; `faults` name each place and what is wrong with it. */
export class CalendarFaulty extends Error {
  readonly faults: readonly string[];

  constructor(calendarId: string, faults: readonly string[]) {
    super(`The calendar "${calendarId}" cannot be used: ${faults.join("; ")}`);
    this.name = "CalendarFaulty";
    this.faults = faults;
  }
}
