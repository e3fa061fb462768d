/**
 * One count of a clock, from its start or restart on, laid out on the limit's scale: the stretches
 * that counted, what was paused between them, and where the count ends. Due dates, time used and
 * explanations are all read off this, so they cannot disagree.
 */
import { type CivilDay, parseDay } from "../calendar/day.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";
import { beginningOf, type Mark } from "./ledger.ts";
import type { Limit } from "./limit.ts";
import { type Scale, scaleOf } from "./scale.ts";

/** Positions on the scale between which time counted. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Count {
  /** With every extension. */
  readonly limit: Limit;
  readonly scale: Scale;
  readonly begun: number;
  /** What the count has to hold, as a length on the scale. */
  readonly total: number;
  /** In order, apart. The last one ends where the limit does, or where the clock stands. */
  readonly stretches: readonly Stretch[];
  /** The last instant in time; absent while the clock stands still. */
  readonly due?: Instant;
  /** The civil day that was promised in place of the limit's own. */
  readonly promised?: CivilDay;
}

/** The count of the marks from a start or a restart on. */
export function countOf(marks: readonly Mark[], given: Limit, calendar: WorkingCalendar): Count {
  const limit = extended(given, marks);
  const scale = scaleOf(limit, calendar);
  const start = beginningOf(marks);
  const begun = scale.begin(start);
  const total = scale.total(begun);
  const promise = marks.findLast((mark) => mark.kind === "rescheduled");
  const promised = promise && parseDay(promise.to);
  const stretches: Stretch[] = [];
  const count = { limit, scale, begun, total, stretches, promised };
  let [position, resumed] = [begun, start];
  let [paused, pausedSince] = [0, 0];
  const due = () =>
    promised === undefined
      ? scale.end(begun, paused, resumed)
      : scale.move(promised, pausedSince, resumed);
  for (const { from, to } of pausesOf(marks)) {
    const reached = due();
    if (reached <= from) {
      stretches.push({ from: position, to: begun + total + paused });
      return { ...count, due: reached };
    }
    const stopped = Math.max(position, scale.stop(from));
    stretches.push({ from: position, to: Math.min(stopped, begun + total + paused) });
    if (to === undefined) return count;
    resumed = to;
    position = Math.max(stopped, scale.begin(to));
    paused += position - stopped;
    if (promise && from >= promise.at) pausedSince += position - stopped;
  }
  stretches.push({ from: position, to: begun + total + paused });
  return { ...count, due: due() };
}

/** How much of the scale between two positions counted. */
export function countedBetween(count: Count, from: number, to: number): number {
  return count.stretches.reduce(
    (sum, stretch) => sum + Math.max(0, Math.min(to, stretch.to) - Math.max(from, stretch.from)),
    0,
  );
}

/** The limit with every extension of this count added. */
function extended(limit: Limit, marks: readonly Mark[]): Limit {
  const more = marks.reduce((sum, mark) => sum + (mark.kind === "extended" ? mark.amount : 0), 0);
  return more === 0 ? limit : { ...limit, amount: limit.amount + more };
}

/** From each stop to its resumption. A stop that lasted no time is none: nothing was received. */
function pausesOf(marks: readonly Mark[]): { from: Instant; to?: Instant }[] {
  const pauses: { from: Instant; to?: Instant }[] = [];
  for (const { kind, at } of marks) {
    if (kind === "stopped") pauses.push({ from: at });
    if (kind === "resumed") pauses.at(-1)!.to = at;
  }
  return pauses.filter(({ from, to }) => from !== to);
}
