/**
 * Each unit of a limit as a scale: a number line on which a clock's start, stops and end are
 * positions. A pause moves the end by exactly the stretch between the stop and the resumption, so
 * nothing is lost and nothing counted twice, whatever the unit.
 */
import { addMonths, type CivilDay } from "../calendar/day.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";
import { type Limit, limitFault } from "./limit.ts";
import { type Term, termOf } from "./term.ts";

const HOUR = 3_600_000;

export interface Scale {
  /** How much of this line one unit of the limit's amount is; a month's is counted in days. */
  readonly unit: number;
  /** The day of receipt, which is not counted; undefined where counting begins to the minute. */
  firstDay(at: Instant): CivilDay | undefined;
  /** Where counting begins, or goes on. */
  begin(at: Instant): number;
  /** Where counting stands when it stops: the day of a stop is counted. */
  stop(at: Instant): number;
  /** How much a count that begins at a position has to hold. */
  total(begun: number): number;
  /** The positions that a civil day begins and ends at: equal where nothing counts on it. */
  span(day: CivilDay): readonly [from: number, to: number];
  /**
   * The last instant in time for a count that began at a position, was paused for `paused`, and
   * began or went on last at an instant: a count that was used up when it stopped is due when the
   * day of its resumption ends, or the next one if that has ended.
   */
  end(begun: number, paused: number, resumed: Instant): Instant;
  /** The same for a promised last day, moved on by `paused`. */
  move(day: CivilDay, paused: number, resumed: Instant): Instant;
  /** Backwards: the last instant at which a count may begin so as to end no later than `due`. */
  latest(due: Instant): Instant;
}

/**
 * The scale of a limit under a calendar.
 * @throws RangeError if the limit makes no sense (see limitFault)
 */
export function scaleOf(limit: Limit, calendar: WorkingCalendar): Scale {
  const { amount, unit } = limit;
  const fault = limitFault(limit);
  if (fault) throw new RangeError(`${amount} ${unit}: ${fault}`);
  switch (unit) {
    case "hours":
      return wallScale(amount, calendar);
    case "workingHours":
      return workedScale(amount, HOUR, calendar);
    case "workingDays":
      return amount < 1
        ? workedScale(amount, calendar.dayLength, calendar, termOf(limit, calendar))
        : workingDayScale(amount, calendar, termOf(limit, calendar));
    case "calendarDays":
      return civilScale(
        (day) => day + amount,
        (day) => day - amount,
        calendar,
        termOf(limit, calendar),
      );
    case "months":
      return civilScale(
        (day) => addMonths(day, amount),
        (day) => addMonths(day, -amount),
        calendar,
        termOf(limit, calendar),
      );
  }
}

/** Milliseconds of the wall clock. */
function wallScale(amount: number, calendar: WorkingCalendar): Scale {
  const length = Math.round(amount * HOUR);
  return {
    unit: HOUR,
    begin: (at) => at,
    stop: (at) => at,
    total: () => length,
    span: (day) => [calendar.endOf(day - 1) + 1, calendar.endOf(day) + 1],
    firstDay: () => undefined,
    end: (begun, paused) => begun + length + paused,
    move: (day, paused) => calendar.closingOf(day) + paused,
    latest: (due) => due - length,
  };
}

/** Working milliseconds. Without a term they run from the instant itself. */
function workedScale(amount: number, unit: number, calendar: WorkingCalendar, term?: Term): Scale {
  const length = Math.round(amount * unit);
  return {
    unit,
    begin: (at) => calendar.workedBefore(term ? term.begin(at).at : at),
    stop: (at) => calendar.workedBefore(at),
    total: () => length,
    span: (day) => calendar.workedAround(day),
    firstDay: () => undefined,
    end: (begun, paused) => calendar.firstInstantWorked(begun + length + paused),
    move: (day, paused) =>
      calendar.firstInstantWorked(calendar.workedBefore(calendar.closingOf(day)) + paused),
    latest: (due) => {
      const latest = calendar.lastInstantWorked(calendar.workedBefore(due) - length);
      return term ? term.latestBy(latest) : latest;
    },
  };
}

/** Ranks of working days. */
function workingDayScale(amount: number, calendar: WorkingCalendar, term: Term): Scale {
  const whole = Math.ceil(amount);
  const share = amount - Math.floor(amount);
  const lastMoment = (day: CivilDay) =>
    share === 0 ? term.end(day) : momentWithin(day, share, calendar);
  const rankOn = (at: Instant) => calendar.rankOf(term.begin(at).day);
  return {
    unit: 1,
    firstDay: (at) => term.begin(at).day,
    begin: rankOn,
    stop: (at) => calendar.rankOf(calendar.dayOf(at)),
    total: () => amount,
    span: (day) => [
      calendar.rankOf(day) - (calendar.isWorkingDay(day) ? 1 : 0),
      calendar.rankOf(day),
    ],
    end: (begun, paused, resumed) => {
      const rank = begun + whole + paused;
      const last = calendar.workingDayAt(rank);
      return rank > rankOn(resumed) ? lastMoment(last) : endAfter(resumed, last, term);
    },
    move: (day, paused, resumed) =>
      endAfter(resumed, calendar.workingDayAt(calendar.rankOf(day) + paused), term),
    latest: (due) => {
      const rank = calendar.rankOf(calendar.dayOf(due));
      const over = lastMoment(calendar.workingDayAt(rank)) <= due ? rank : rank - 1;
      return term.latestOn(calendar.workingDayAt(over - whole + 1) - 1);
    },
  };
}

/** Civil days. `first` undoes `last` but for the length of a month. */
function civilScale(
  last: (day: CivilDay) => CivilDay,
  first: (day: CivilDay) => CivilDay,
  calendar: WorkingCalendar,
  term: Term,
): Scale {
  return {
    unit: 1,
    firstDay: (at) => term.begin(at).day,
    begin: (at) => term.begin(at).day,
    stop: (at) => calendar.dayOf(at),
    total: (begun) => last(begun) - begun,
    span: (day) => [day - 1, day],
    end: (begun, paused, resumed) => endAfter(resumed, last(begun) + paused, term),
    move: (day, paused, resumed) => endAfter(resumed, day + paused, term),
    latest: (due) => {
      const over = term.lastOver(due);
      let day = first(over);
      while (last(day + 1) <= over) day++;
      while (last(day) > over) day--;
      return term.latestOn(day);
    },
  };
}

/** When a last day ends, but neither before the day the clock went on nor before that moment. */
function endAfter(resumed: Instant, day: CivilDay, term: Term): Instant {
  const last = term.roll(Math.max(day, term.begin(resumed).day));
  const end = term.end(last);
  return end >= resumed ? end : term.end(term.roll(last + 1));
}

/** When a share of a working day's own time has been worked on it. */
function momentWithin(day: CivilDay, share: number, calendar: WorkingCalendar): Instant {
  const opened = calendar.workedBefore(calendar.openingOf(day));
  const length = calendar.workedBefore(calendar.closingOf(day)) - opened;
  return calendar.firstInstantWorked(opened + Math.round(share * length));
}
