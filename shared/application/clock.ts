/** The application's clock as events carry it: the ledger after an operation, and its due date. */
import type { WorkingCalendar } from "../calendar/working.ts";
import { dueAt } from "../clock/due.ts";
import type { ClockResult, Ledger } from "../clock/ledger.ts";
import type { Limit } from "../clock/limit.ts";
import type { Instant } from "../ports.ts";
import type { ClockChange } from "./event.ts";

/** The limit that was resolved at submission, and the calendar to count it by. */
export interface Reckoning {
  readonly limit: Limit;
  readonly calendar: WorkingCalendar;
}

/** @throws Error where the ledger refuses: the command asked for what its own state rules out */
export function clockChange(result: ClockResult | Ledger, reckoning: Reckoning): ClockChange {
  const ledger = "marks" in result ? result : ledgerOf(result);
  const due = dueAt(ledger, reckoning.limit, reckoning.calendar);
  return { ledger, ...(due !== undefined && { dueAt: due }) };
}

/** A moment for a ledger, whose marks never run back: what fell due before its last one counts from that. */
export function momentOf({ marks }: Ledger, at: Instant): Instant {
  return Math.max(at, marks.at(-1)!.at);
}

/** @throws Error where the operation was refused */
export function ledgerOf(result: ClockResult): Ledger {
  if (!result.ok) throw new Error(`the clock refuses: ${result.refusal}`);
  return result.ledger;
}
