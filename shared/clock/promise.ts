/**
 * A promised date beside a recomputed one. Calendars are the one thing that changes under a running
 * file: a holiday decreed in mid-year counts at once. What was promised stays on record next to
 * what now holds, with the days that made the difference.
 */
import type { CivilDay } from "../calendar/day.ts";
import type { DayFacts, WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";

export interface ChangedDay {
  readonly day: CivilDay;
  readonly before: DayFacts;
  readonly after: DayFacts;
}

export interface PromiseCheck {
  readonly promised: Instant;
  readonly due: Instant;
  readonly moved: "not" | "later" | "earlier";
  /** What changed in the calendar between the start and the later of both dates. */
  readonly because: readonly ChangedDay[];
}

/** Compares what was promised under one calendar with what is due under its successor. */
export function checkPromise(
  { start, promised, due }: { start: Instant; promised: Instant; due: Instant },
  before: WorkingCalendar,
  after: WorkingCalendar,
): PromiseCheck {
  const moved = due === promised ? "not" : due > promised ? "later" : "earlier";
  const last = after.dayOf(Math.max(promised, due));
  return { promised, due, moved, because: changedDays(before, after, after.dayOf(start), last) };
}

/** The days, both ends included, that two versions of a calendar see differently. */
export function changedDays(
  before: WorkingCalendar,
  after: WorkingCalendar,
  from: CivilDay,
  to: CivilDay,
): ChangedDay[] {
  const changed: ChangedDay[] = [];
  const first = Math.max(from, before.firstDay, after.firstDay);
  const last = Math.min(to, before.lastDay, after.lastDay);
  for (let day = first; day <= last; day++) {
    const pair = { day, before: before.factsOf(day), after: after.factsOf(day) };
    if (pair.before.kind !== pair.after.kind || hoursDiffer(before, after, day)) changed.push(pair);
  }
  return changed;
}

function hoursDiffer(before: WorkingCalendar, after: WorkingCalendar, day: CivilDay): boolean {
  return JSON.stringify(before.openings(day)) !== JSON.stringify(after.openings(day));
}
