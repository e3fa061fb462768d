/**
 * A calendar compiled for counting: running totals over all its days, so that every question is a
 * look-up, whatever the distance.
 */
import type { Instant } from "../ports.ts";
import type { Text } from "../text.ts";
import {
  type Calendar,
  CalendarFaulty,
  type CalendarYear,
  CalendarYearMissing,
  type DayException,
  type DayKind,
  type Receipt,
  type Source,
} from "./calendar.ts";
import { type CivilDay, civilDay, dateParts, parseDay, weekdayOf } from "./day.ts";
import { calendarFaults } from "./faults.ts";
import { hoursOfWeekday, type MinuteRange, minutesIn, parseMinute, parseRange } from "./hours.ts";
import { DAY, MINUTE, type Zone, zoneOf } from "./zone.ts";

/** A stretch of working time. `to` is exclusive. */
export interface Opening {
  readonly from: Instant;
  readonly to: Instant;
}

/** What a day is, and where that stands. */
export interface DayFacts {
  readonly day: CivilDay;
  readonly working: boolean;
  readonly kind: "working-day" | "rest-day" | DayKind;
  /** Absent for days that are what their weekday says. */
  readonly title?: Text;
  readonly source?: Source;
  readonly basis: CalendarYear["basis"];
}

/** The day on which something counts as received, and the moment from which working time runs. */
export interface Received {
  readonly day: CivilDay;
  readonly at: Instant;
}

/**
 * Compiles a calendar.
 * @throws CalendarFaulty if it contradicts itself
 */
export function compileCalendar(calendar: Calendar): WorkingCalendar {
  const faults = calendarFaults(calendar);
  if (faults.length > 0) throw new CalendarFaulty(calendar.id, faults);
  return new WorkingCalendar(calendar);
}

/**
 * Get it from {@link compileCalendar}. Every method that is asked about a day outside the calendar's
 * years throws CalendarYearMissing.
 */
export class WorkingCalendar {
  readonly id: string;
  readonly zone: Zone;
  readonly title: Text;
  readonly hoursSource: Source;
  /** Working milliseconds of the longest ordinary day: what "one working day" of time is. */
  readonly dayLength: number;
  readonly firstDay: CivilDay;
  readonly lastDay: CivilDay;
  readonly #receipt: Receipt;
  readonly #cutOff: number;
  readonly #years: ReadonlyMap<number, CalendarYear>;
  readonly #exceptions: ReadonlyMap<CivilDay, DayException>;
  /** The hours of each day of the calendar; closed days share one empty list. */
  readonly #ranges: readonly (readonly MinuteRange[])[];
  /** For each day: how many working days there are up to and including it. */
  readonly #rank: Int32Array;
  /** The working days in order. */
  readonly #workingDays: Int32Array;
  /** For each day, and one past the last: working milliseconds before it begins. */
  readonly #worked: Float64Array;

  constructor(calendar: Calendar) {
    this.id = calendar.id;
    this.title = calendar.title;
    this.hoursSource = calendar.hoursSource;
    this.zone = zoneOf(calendar.timeZone);
    this.#receipt = calendar.receipt;
    this.#cutOff = parseMinute(calendar.receipt.cutOff ?? "24:00") * MINUTE;
    this.#years = new Map(calendar.years.map((each) => [each.year, each]));
    this.#exceptions = exceptionsOf(calendar);
    this.firstDay = civilDay(calendar.years[0]!.year, 1, 1);
    this.lastDay = civilDay(calendar.years.at(-1)!.year, 12, 31);
    this.#ranges = rangesOf(calendar, this.#exceptions, this.firstDay, this.lastDay);
    this.dayLength =
      Math.max(
        ...Object.values(calendar.hours).map((each: readonly string[]) =>
          minutesIn(each.map(parseRange)),
        ),
      ) * MINUTE;
    const length = this.#ranges.length;
    this.#rank = new Int32Array(length);
    this.#worked = new Float64Array(length + 1);
    const workingDays: CivilDay[] = [];
    for (let index = 0; index < length; index++) {
      const day = this.firstDay + index;
      if (this.#ranges[index]!.length > 0) workingDays.push(day);
      this.#rank[index] = workingDays.length;
      this.#worked[index + 1] =
        this.#worked[index]! + this.openings(day).reduce((sum, { from, to }) => sum + to - from, 0);
    }
    this.#workingDays = Int32Array.from(workingDays);
  }

  /** The civil day that the local calendar shows at an instant. Needs no data for its year. */
  dayOf(at: Instant): CivilDay {
    return Math.floor((at + this.zone.offsetAt(at)) / DAY);
  }

  /** The last millisecond of a civil day. Needs no data for its year. */
  endOf(day: CivilDay): Instant {
    return this.zone.instantOf(day + 1, 0) - 1;
  }

  isWorkingDay(day: CivilDay): boolean {
    return this.#ranges[this.#indexOf(day)]!.length > 0;
  }

  /** How many working days the calendar holds up to and including a day. */
  rankOf(day: CivilDay): number {
    return this.#rank[this.#indexOf(day)]!;
  }

  /** The working day of a rank, which is 1 for the calendar's first. */
  workingDayAt(rank: number): CivilDay {
    const day = this.#workingDays[rank - 1];
    if (day === undefined) this.#refuse(rank < 1 ? this.firstDay - 1 : this.lastDay + 1);
    return day;
  }

  /** The day itself if it is worked, else the next that is. */
  rollForward(day: CivilDay): CivilDay {
    return this.isWorkingDay(day) ? day : this.workingDayAt(this.rankOf(day) + 1);
  }

  /** The stretches of working time of a day, in order; none on a closed one. */
  openings(day: CivilDay): readonly Opening[] {
    return this.#ranges[this.#indexOf(day)]!.map(({ from, to }) => ({
      from: this.zone.instantOf(day, from * MINUTE),
      to: this.zone.instantOf(day, to * MINUTE),
    }));
  }

  /** When a working day's hours begin. */
  openingOf(day: CivilDay): Instant {
    return this.zone.instantOf(day, this.#hoursOf(day)[0]!.from * MINUTE);
  }

  /** When a working day's hours end. */
  closingOf(day: CivilDay): Instant {
    return this.zone.instantOf(day, this.#hoursOf(day).at(-1)!.to * MINUTE);
  }

  /** When something that arrives at this instant counts as received. */
  received(at: Instant): Received {
    const { day, sinceMidnight } = this.zone.localOf(at);
    if (this.#receipt.outsideHours === "same-day") return { day, at };
    if (this.isWorkingDay(day) && sinceMidnight <= this.#lastReceipt(day)) {
      return { day, at: Math.max(at, this.openingOf(day)) };
    }
    const next = this.workingDayAt(this.rankOf(day) + 1);
    return { day: next, at: this.openingOf(next) };
  }

  /** The last instant that still counts as received on or before a day. */
  lastReceiptBy(day: CivilDay): Instant {
    if (this.#receipt.outsideHours === "same-day") return this.endOf(day);
    const worked = this.workingDayAt(this.rankOf(day));
    return this.zone.instantOf(worked, this.#lastReceipt(worked));
  }

  /** Working milliseconds that the calendar holds before an instant. */
  workedBefore(at: Instant): number {
    const day = this.dayOf(at);
    let worked = this.#worked[this.#indexOf(day)]!;
    for (const { from, to } of this.openings(day)) {
      if (at > from) worked += Math.min(at, to) - from;
    }
    return worked;
  }

  /** Working milliseconds that the calendar holds before a day, and before the next. */
  workedAround(day: CivilDay): readonly [before: number, after: number] {
    const index = this.#indexOf(day);
    return [this.#worked[index]!, this.#worked[index + 1]!];
  }

  /** The first instant before which this many working milliseconds lie: an end, not a beginning. */
  firstInstantWorked(worked: number): Instant {
    if (worked > this.#worked.at(-1)!) this.#refuse(this.lastDay + 1);
    if (worked <= 0) this.#refuse(this.firstDay - 1);
    const index = this.#lastIndexBelow(worked);
    let left = worked - this.#worked[index]!;
    for (const { from, to } of this.openings(this.firstDay + index)) {
      if (left <= to - from) return from + left;
      left -= to - from;
    }
    throw new RangeError("the running total of working time is not that of its openings");
  }

  /** The last instant before which no more working milliseconds lie: a beginning, not an end. */
  lastInstantWorked(worked: number): Instant {
    if (worked >= this.#worked.at(-1)!) this.#refuse(this.lastDay + 1);
    if (worked < 0) this.#refuse(this.firstDay - 1);
    const index = this.#lastIndexBelow(worked + 1);
    let left = worked - this.#worked[index]!;
    for (const { from, to } of this.openings(this.firstDay + index)) {
      if (left < to - from) return from + left;
      left -= to - from;
    }
    throw new RangeError("the running total of working time is not that of its openings");
  }

  /** What a day is, with the title and the source of what makes it so. */
  factsOf(day: CivilDay): DayFacts {
    const working = this.isWorkingDay(day);
    const { basis } = this.#years.get(dateParts(day).year)!;
    const exception = this.#exceptions.get(day);
    if (!exception) return { day, working, kind: working ? "working-day" : "rest-day", basis };
    const { kind, title, source } = exception;
    return { day, working, kind, title, source, basis };
  }

  /** What the data of a day's year says of itself. */
  yearOf(day: CivilDay): CalendarYear {
    this.#indexOf(day);
    return this.#years.get(dateParts(day).year)!;
  }

  /** The last day that begins with less than this many working milliseconds behind it. */
  #lastIndexBelow(worked: number): number {
    let [low, high] = [0, this.#worked.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#worked[middle]! < worked) low = middle;
      else high = middle;
    }
    return low;
  }

  #hoursOf(day: CivilDay): readonly MinuteRange[] {
    const ranges = this.#ranges[this.#indexOf(day)]!;
    if (ranges.length === 0) throw new RangeError(`day ${day} of ${this.id} is not worked`);
    return ranges;
  }

  /** Milliseconds past midnight until which a working day receives: its cut-off, or its closing. */
  #lastReceipt(day: CivilDay): number {
    return Math.min(this.#cutOff, this.#hoursOf(day).at(-1)!.to * MINUTE);
  }

  #indexOf(day: CivilDay): number {
    if (!(day >= this.firstDay && day <= this.lastDay)) this.#refuse(day);
    return day - this.firstDay;
  }

  #refuse(day: CivilDay): never {
    throw new CalendarYearMissing(this.id, dateParts(day).year);
  }
}

function exceptionsOf(calendar: Calendar): ReadonlyMap<CivilDay, DayException> {
  return new Map(
    calendar.years.flatMap(({ days }) => days.map((each) => [parseDay(each.day), each] as const)),
  );
}

function rangesOf(
  calendar: Calendar,
  exceptions: ReadonlyMap<CivilDay, DayException>,
  first: CivilDay,
  last: CivilDay,
): (readonly MinuteRange[])[] {
  const usual = (day: CivilDay) => hoursOfWeekday(calendar.hours, weekdayOf(day));
  const hours = (day: CivilDay) => {
    const exception = exceptions.get(day);
    if (!exception) return usual(day);
    if (exception.hours) return exception.hours;
    return exception.kind === "make-up" ? usual(parseDay(exception.insteadOf!)) : [];
  };
  const known = new Map<readonly string[], readonly MinuteRange[]>();
  const ranges: (readonly MinuteRange[])[] = [];
  for (let day = first; day <= last; day++) {
    const texts = hours(day);
    const read = known.get(texts) ?? texts.map(parseRange);
    known.set(texts, read);
    ranges.push(read);
  }
  return ranges;
}
