/** The application's clock as events carry it: the ledger after an operation, and its due date. */
import { CalendarYearMissing } from "../calendar/calendar.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import { addLimit, dueAt } from "../clock/due.ts";
import { beginningOf, type ClockResult, type Ledger } from "../clock/ledger.ts";
import type { Limit } from "../clock/limit.ts";
import type { HumanStage, PayStage, SupplementStage } from "../permit/permit.ts";
import { isHuman } from "../permit/stages.ts";
import type { Instant } from "../ports.ts";
import type { Case } from "./case.ts";
import type { ClockChange } from "./event.ts";

/** The limit that was resolved at submission, and the calendar to count it by. */
export interface Reckoning {
  readonly limit: Limit;
  readonly calendar: WorkingCalendar;
}

/**
 * The change for what happens whether or not its date can be told: money arrives, a supplement comes.
 * Where the date lies in a year without data it names that year, and is counted when the data come.
 * @throws Error where the ledger refuses: the command asked for what its own state rules out
 */
export function clockChange(result: ClockResult | Ledger, reckoning: Reckoning): ClockChange {
  const ledger = "marks" in result ? result : ledgerOf(result);
  try {
    return promisedChange(ledger, reckoning);
  } catch (error) {
    if (!(error instanceof CalendarYearMissing)) throw error;
    return { ledger, missingYear: error.year };
  }
}

/**
 * The change for what promises a date to somebody, and so cannot be done without one.
 * @throws CalendarYearMissing where the date lies in a year without data
 */
export function promisedChange(result: ClockResult | Ledger, reckoning: Reckoning): ClockChange {
  const ledger = "marks" in result ? result : ledgerOf(result);
  const due = dueAt(ledger, reckoning.limit, reckoning.calendar);
  return { ledger, ...(due !== undefined && { dueAt: due }) };
}

/**
 * When a task that was opened at a moment is due, or undefined where its stage has no limit. The
 * first check of completeness is due when submission promised it.
 * @throws CalendarYearMissing where that lies in a year without data
 */
export function termDueAt(
  { application, calendar, permit }: Omit<Case, "now">,
  stage: HumanStage | PayStage | SupplementStage,
  round: number,
  openedAt: Instant,
): Instant | undefined {
  const accepts = stage.kind === "review" && stage.accepts;
  const completeness = accepts && round === 1 && permit.stages[0]?.id === stage.id;
  const received = isHuman(stage) && application.ledger ? receivedAt(application.ledger) : openedAt;
  const from = (completeness && application.submittedAt) || Math.max(openedAt, received);
  return stage.limit && addLimit(from, stage.limit, calendar);
}

/** When the competent unit had the file first: nobody's time runs before that. */
function receivedAt({ marks: [started] }: Ledger): Instant {
  return beginningOf([started!]);
}

/** What a count gives, or undefined where it reaches into a year without data. */
export function ifKnown<Value>(count: () => Value): Value | undefined {
  try {
    return count();
  } catch (error) {
    if (error instanceof CalendarYearMissing) return undefined;
    throw error;
  }
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
