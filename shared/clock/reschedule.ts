/**
 * The one new date that the rules of Vietnam's one-stop shops allow where lateness is foreseen: with
 * an apology and a reason, at least one day before the due date, and never a second time, not even
 * after a restart.
 */
import { type CivilDay, formatDay } from "../calendar/day.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import type { Instant } from "../ports.ts";
import { dueAt } from "./due.ts";
import { add, type ClockRefusal, type ClockResult, clockState, type Ledger } from "./ledger.ts";
import type { Limit } from "./limit.ts";

export interface NewDate {
  readonly at: Instant;
  /** The new last day; due when it closes. */
  readonly to: CivilDay;
  readonly reason: string;
}

/**
 * Promises a new date. Refused: `ended`, `not-running`, `back-in-time`, `rescheduled-before`,
 * `rescheduled-too-late`, `not-later`, `not-a-working-day`.
 */
export function rescheduleOnce(
  ledger: Ledger,
  { at, to, reason }: NewDate,
  limit: Limit,
  calendar: WorkingCalendar,
): ClockResult {
  const refusal = refusalOf(ledger, at, to, limit, calendar);
  return refusal
    ? { ok: false, refusal }
    : add(ledger, { kind: "rescheduled", at, to: formatDay(to), reason });
}

function refusalOf(
  ledger: Ledger,
  at: Instant,
  to: CivilDay,
  limit: Limit,
  calendar: WorkingCalendar,
): ClockRefusal | undefined {
  const state = clockState(ledger);
  if (state !== "running") return state === "ended" ? "ended" : "not-running";
  if (ledger.marks.some(({ kind }) => kind === "rescheduled")) return "rescheduled-before";
  const dueDay = calendar.dayOf(dueAt(ledger, limit, calendar)!);
  if (calendar.dayOf(at) >= dueDay) return "rescheduled-too-late";
  if (to <= dueDay) return "not-later";
  return calendar.isWorkingDay(to) ? undefined : "not-a-working-day";
}
