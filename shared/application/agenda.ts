/**
 * What the passing of time asks of a file: deadlines, warnings, apologies, escalations. One list
 * serves both the sweep, which acts on what is past, and `wakeAt`, which is the first that is not.
 */
import { superiorOf } from "../authority/superior.ts";
import { latestStart } from "../clock/due.ts";
import { clockState, resumeClock } from "../clock/ledger.ts";
import { reminders, renewalWindow } from "../licence/renewal.ts";
import { standingAt } from "../licence/status.ts";
import { findStage, ON_DEADLINE, onDeadlineOf } from "../permit/stages.ts";
import type { Instant } from "../ports.ts";
import { inMotion, openTasks, type Task } from "./application.ts";
import { type Case, reckoning } from "./case.ts";
import { clockChange, ifKnown, momentOf } from "./clock.ts";
import { licensedOf } from "./commands/change-status.ts";
import { nextAsking } from "./commands/pay.ts";
import { type ClockChange, type EventBody, isFinal, type Seat } from "./event.ts";
import { apology, foreseenLateness } from "./lateness.ts";
import { isUnknown, recount } from "./recount.ts";

export interface Moment {
  /** When it is due by the law; the sweep comes at or after it. */
  readonly at: Instant;
  readonly event: EventBody;
}

type Standing = Omit<Case, "now">;

/** Every moment at which something must happen by itself, in order of time. */
export function agenda(kase: Standing): Moment[] {
  const { application } = kase;
  if (inMotion(application)) return [];
  if (application.phase === "issued") return renewalReminders(kase);
  if (isFinal(application.phase)) return [];
  const moved = recount(kase);
  // By dates that do not hold any more nothing is done: they are counted anew before all else.
  if (moved) return [{ at: application.submittedAt ?? 0, event: moved }];
  return [
    ...warning(kase),
    ...[ifKnown(() => foreseenLateness(kase)) ?? []].flat(),
    ...openTasks(application).flatMap((task) => deadline(kase, task)),
    ...wholeLimit(kase),
  ].sort((a, b) => a.at - b.at);
}

/** Each once, while the licence is in force and nobody has begun to renew it. */
function renewalReminders({ application, permit, calendar }: Standing): Moment[] {
  const { expiresAt, renewal, reminded = [] } = application;
  const licensed = licensedOf(application);
  if (expiresAt === undefined || !licensed || renewal !== undefined) return [];
  const window = renewalWindow(permit.licence, expiresAt, calendar);
  if (!window) return [];
  return reminders(window, calendar)
    .filter(({ occasion }) => !reminded.includes(occasion))
    .filter(({ at }) => standingAt(licensed, at).status === "active")
    .map(({ occasion, at }) => ({ at, event: { type: "RenewalReminded", occasion } }));
}

/** The next event that time has made due, or undefined. */
export function dueEvent(kase: Case): EventBody | undefined {
  const [first] = agenda(kase);
  if (!first || first.at > kase.now) return undefined;
  const { event } = first;
  // What may still be promised depends on when it is, not on when it should have been.
  return event.type === "Apologised" ? apology(kase, event.dueAt, first.at) : event;
}

/**
 * When the clock must next look at the file, or undefined where it need not. A file that waits for
 * the data of a year is looked at when the last year with data ends; loading them comes before.
 */
export function nextMoment(kase: Standing): Instant | undefined {
  const first = agenda(kase)[0]?.at;
  const { application, calendar } = kase;
  const waits = !isFinal(application.phase) && !inMotion(application) && isUnknown(kase);
  if (!waits) return first;
  return Math.min(first ?? Number.POSITIVE_INFINITY, calendar.endOf(calendar.lastDay) + 1);
}

/** When the file must be looked at next: for its clock, or for money that nobody told of. */
export function nextLook(kase: Case): Instant | undefined {
  const moments = [nextMoment(kase), nextAsking(kase)].filter((at) => at !== undefined);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

/**
 * What silence has made of a task by now, though no sweep came by yet: whoever knocks after the
 * moment finds the task as the law has it.
 */
export function silenceAt(kase: Case, stage: string): keyof typeof ON_DEADLINE | undefined {
  for (const { at, event } of agenda(kase)) {
    if (at > kase.now) return undefined;
    if (event.type === "DeadlinePassed" && event.stage === stage) return event.effect;
    if (event.type === "LimitPassed" && event.effect !== "escalate") return event.effect;
  }
  return undefined;
}

function deadline(kase: Standing, task: Task): Moment[] {
  const stage = findStage(kase.permit, task.stage);
  if (!stage || stage.kind === "issue") return [];
  const { stage: id, round } = task;
  const granted = kase.application.grantedBySilence;
  if (granted?.effect === "deemedApproved" && task.by === "officer" && stage.kind !== "sign") {
    const at = Math.max(granted.at, task.openedAt);
    const effect = "deemedApproved";
    return [{ at, event: { type: "DeadlinePassed", stage: id, round, fellDue: at, effect } }];
  }
  if (task.dueAt === undefined) return [];
  const effect = onDeadlineOf(stage);
  // A due date is the last instant in time.
  const late = task.dueAt + 1;
  if (effect === "escalate") {
    if (task.escalated) return [];
    const superior = superiorOfTask(kase, task);
    const event = { type: "Escalated", stage: id, round, fellDue: late } as const;
    return [{ at: late, event: { ...event, ...(superior && { superior }) } }];
  }
  if (ON_DEADLINE[effect].sends === undefined && task.escalated) return [];
  const goesOn = effect === "return" && goingOn(kase, late);
  const event = { type: "DeadlinePassed", stage: id, round, fellDue: late, effect } as const;
  return [{ at: late, event: { ...event, ...(goesOn && { clock: goesOn }) } }];
}

/**
 * A clock that stood still for the applicant goes on when their time is over, whenever that is
 * noticed; where the permit begins anew after a supplement, it does not: there was none.
 */
function goingOn(kase: Standing, at: Instant): ClockChange | undefined {
  const { ledger } = kase.application;
  if (!ledger || clockState(ledger) !== "stopped") return undefined;
  return clockChange(resumeClock(ledger, momentOf(ledger, at), "supplement"), reckoning(kase));
}

function warning({ application, permit, calendar }: Standing): Moment[] {
  const { dueAt, warnedAt, overdueAt } = application;
  if (dueAt === undefined || warnedAt !== undefined || overdueAt !== undefined) return [];
  const at = ifKnown(() => latestStart(dueAt, permit.clock.warnBefore, calendar));
  return at === undefined ? [] : [{ at, event: { type: "Warned", dueAt, fellDue: at } }];
}

/** The whole limit has run out: the superiors of all who have the file hear of it, and the law answers. */
function wholeLimit(kase: Standing): Moment[] {
  const { dueAt, overdueAt } = kase.application;
  if (dueAt === undefined || overdueAt !== undefined) return [];
  const at = dueAt + 1;
  const effect = kase.permit.clock.onDeadline ?? "escalate";
  const superiors = openTasks(kase.application).flatMap((task) => superiorOfTask(kase, task) ?? []);
  const once = superiors.filter(
    ({ unit, role }, index) =>
      superiors.findIndex((each) => each.unit === unit && each.role === role) === index,
  );
  return [{ at, event: { type: "LimitPassed", dueAt, fellDue: at, effect, superiors: once } }];
}

function superiorOfTask({ authority, permit }: Standing, task: Task): Seat | undefined {
  const { stage, unit, role } = task;
  if (unit === undefined || role === undefined) return undefined;
  return superiorOf(authority, { unit, role }, findStage(permit, stage)?.kind === "sign");
}
