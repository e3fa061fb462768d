/**
 * What the passing of time asks of a file: deadlines, warnings, escalations. One list serves both
 * the sweep, which acts on what is past, and `wakeAt`, which is the first that is not.
 */
import { latestStart } from "../clock/due.ts";
import { clockState, resumeClock } from "../clock/ledger.ts";
import { findStage, onDeadlineOf } from "../permit/stages.ts";
import type { Instant } from "../ports.ts";
import { inMotion, openTasks, type Task } from "./application.ts";
import { type Case, reckoning } from "./case.ts";
import { clockChange } from "./clock.ts";
import { type ClockChange, type EventBody, isFinal } from "./event.ts";

export interface Moment {
  readonly at: Instant;
  readonly event: EventBody;
}

/** Every moment at which something must happen by itself, in order of time. */
export function agenda(kase: Omit<Case, "now">): Moment[] {
  const { application } = kase;
  if (isFinal(application.phase) || inMotion(application)) return [];
  return [...openTasks(application).flatMap((task) => deadline(kase, task)), ...warning(kase)].sort(
    (a, b) => a.at - b.at,
  );
}

/** The next event that time has made due, or undefined. */
export function dueEvent(kase: Case): EventBody | undefined {
  const [first] = agenda(kase);
  return first && first.at <= kase.now ? first.event : undefined;
}

/** When the clock must next look at the file, or undefined where it need not. */
export function nextMoment(kase: Omit<Case, "now">): Instant | undefined {
  return agenda(kase)[0]?.at;
}

function deadline(kase: Omit<Case, "now">, task: Task): Moment[] {
  const stage = findStage(kase.permit, task.stage);
  if (task.dueAt === undefined || !stage || stage.kind === "issue") return [];
  const effect = onDeadlineOf(stage);
  // A due date is the last instant in time.
  const late = task.dueAt + 1;
  const { stage: id, round } = task;
  if (effect === "escalate") {
    const event = { type: "Escalated", stage: id, round } as const;
    return task.escalated ? [] : [{ at: late, event }];
  }
  if (effect === "mayProceed" && task.escalated) return [];
  const goesOn = effect === "return" && goingOn(kase, late);
  const event = { type: "DeadlinePassed", stage: id, round, effect } as const;
  return [{ at: late, event: { ...event, ...(goesOn && { clock: goesOn }) } }];
}

/**
 * A clock that stood still for the applicant goes on when their time is over, whenever that is
 * noticed; where the permit begins anew after a supplement, it does not: there was none.
 */
function goingOn(kase: Omit<Case, "now">, at: Instant): ClockChange | undefined {
  const { ledger } = kase.application;
  if (!ledger || clockState(ledger) !== "stopped") return undefined;
  return clockChange(resumeClock(ledger, at, "supplement"), reckoning(kase));
}

function warning({ application, permit, calendar }: Omit<Case, "now">): Moment[] {
  const { dueAt, warnedAt } = application;
  if (dueAt === undefined || warnedAt !== undefined) return [];
  const at = latestStart(dueAt, permit.clock.warnBefore, calendar);
  return [{ at, event: { type: "Warned", dueAt } }];
}
