/**
 * Due dates, forward from a moment or read off a ledger. A due date is the last instant that is in
 * time: later is late. Its civil day is `calendar.dayOf(due)`.
 */
import { parseDay } from "../calendar/day.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";
import { type Ledger, type Mark, presentCount } from "./ledger.ts";
import type { Limit } from "./limit.ts";
import { type Scale, scaleOf } from "./scale.ts";

/**
 * When a limit that starts at `start` is due.
 * @throws CalendarYearMissing if it reaches into a year without data
 * @throws RangeError if the limit makes no sense
 */
export function addLimit(start: Instant, limit: Limit, calendar: WorkingCalendar): Instant {
  const scale = scaleOf(limit, calendar);
  return scale.end(scale.begin(start), 0);
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
  return dueOfCount(presentCount(ledger), limit, calendar);
}

/** The same, for the marks of one count. */
export function dueOfCount(
  marks: readonly Mark[],
  limit: Limit,
  calendar: WorkingCalendar,
): Instant | undefined {
  const scale = scaleOf(extended(limit, marks), calendar);
  const promise = marks.findLast((mark) => mark.kind === "rescheduled");
  const promisedDay = promise && parseDay(promise.to);
  const begun = scale.begin(marks[0]!.at);
  let [paused, pausedSincePromise, position] = [0, 0, begun];
  for (const { from, to } of pausesOf(marks)) {
    const reached = due(scale, begun, paused, promisedDay, pausedSincePromise);
    if (reached <= from) return reached;
    if (to === undefined) return undefined;
    const resumed = scale.begin(to);
    const stretch = Math.max(0, resumed - Math.max(position, scale.stop(from)));
    paused += stretch;
    if (promise && from >= promise.at) pausedSincePromise += stretch;
    position = resumed;
  }
  return due(scale, begun, paused, promisedDay, pausedSincePromise);
}

function due(
  scale: Scale,
  begun: number,
  paused: number,
  promisedDay: number | undefined,
  pausedSincePromise: number,
): Instant {
  return promisedDay === undefined
    ? scale.end(begun, paused)
    : scale.move(promisedDay, pausedSincePromise);
}

/** The limit with every extension of this count added. */
export function extended(limit: Limit, marks: readonly Mark[]): Limit {
  const more = marks.reduce((sum, mark) => sum + (mark.kind === "extended" ? mark.amount : 0), 0);
  return more === 0 ? limit : { ...limit, amount: limit.amount + more };
}

/** From each stop to its resumption. A stop that lasted no time is none. */
export function pausesOf(marks: readonly Mark[]): { from: Instant; to?: Instant }[] {
  const pauses: { from: Instant; to?: Instant }[] = [];
  for (const { kind, at } of marks) {
    if (kind === "stopped") pauses.push({ from: at });
    if (kind === "resumed") pauses.at(-1)!.to = at;
  }
  return pauses.filter(({ from, to }) => from !== to);
}
