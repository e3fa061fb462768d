/** Whose term a limit is, and so when its first day counts as begun and its last as over. */
import type { CivilDay } from "../calendar/day.ts";
import type { Received, WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";
import type { Limit } from "./limit.ts";

export interface Term {
  /** The day a term begins on, which is not counted, and the moment its working time runs from. */
  begin(at: Instant): Received;
  /** The last instant of a day that is in time. */
  end(day: CivilDay): Instant;
  /** The last instant that still begins a term on this day or an earlier one. */
  latestOn(day: CivilDay): Instant;
  /** The last instant, no later than this one, that begins a term no later than itself. */
  latestBy(at: Instant): Instant;
  /** The day that a last day rolls to. */
  roll(day: CivilDay): CivilDay;
  /** The last day, of those a term may end on, that is over by an instant. */
  lastOver(at: Instant): CivilDay;
}

export function termOf({ binds = "authority" }: Limit, calendar: WorkingCalendar): Term {
  if (binds === "authority") return authorityTerm(calendar);
  return binds === "applicant" ? applicantTerm(calendar) : licenceTerm(calendar);
}

function authorityTerm(calendar: WorkingCalendar): Term {
  return {
    begin: (at) => calendar.received(at),
    end: (day) => calendar.closingOf(day),
    latestOn: (day) => calendar.lastReceiptBy(day),
    latestBy: (at) => Math.min(at, calendar.lastReceiptBy(calendar.dayOf(at))),
    roll: (day) => calendar.rollForward(day),
    lastOver: (at) => lastWorkingDayOver(at, calendar, (day) => calendar.closingOf(day)),
  };
}

function applicantTerm(calendar: WorkingCalendar): Term {
  return {
    ...licenceTerm(calendar),
    roll: (day) => calendar.rollForward(day),
    lastOver: (at) => lastWorkingDayOver(at, calendar, (day) => calendar.endOf(day)),
  };
}

function licenceTerm(calendar: WorkingCalendar): Term {
  return {
    begin: (at) => ({ day: calendar.dayOf(at), at }),
    end: (day) => calendar.endOf(day),
    latestOn: (day) => calendar.endOf(day),
    latestBy: (at) => at,
    roll: (day) => day,
    lastOver: (at) => calendar.dayOf(at + 1) - 1,
  };
}

function lastWorkingDayOver(
  at: Instant,
  calendar: WorkingCalendar,
  end: (day: CivilDay) => Instant,
): CivilDay {
  const rank = calendar.rankOf(calendar.dayOf(at));
  const last = calendar.workingDayAt(rank);
  return end(last) <= at ? last : calendar.workingDayAt(rank - 1);
}
