/**
 * Lateness that is foreseen: the apology, and the one new date that may be promised with it at least
 * one day before the old one (form 04 of the one-stop shops; DOMAIN: Processing, 8). An officer sends
 * it; where none did, the clock does at the closing of the last day on which it still may.
 */
import { type CivilDay, formatDay } from "../calendar/day.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import { addLimit } from "../clock/due.ts";
import { type ClockResult, clockState } from "../clock/ledger.ts";
import type { Limit } from "../clock/limit.ts";
import { rescheduleOnce } from "../clock/reschedule.ts";
import type { Stage } from "../permit/permit.ts";
import { findStage, isHuman, stepIndex } from "../permit/stages.ts";
import type { Instant } from "../ports.ts";
import type { Text } from "../text.ts";
import { openTasks, type Task } from "./application.ts";
import { type Case, reckoning } from "./case.ts";
import { clockChange, ifKnown } from "./clock.ts";
import type { EventBody } from "./event.ts";

type Apologised = Extract<EventBody, { type: "Apologised" }>;
type Standing = Omit<Case, "now">;

/** Why a date is not kept. An officer names one of the first; the clock only knows the last. */
export const LATENESS_REASONS = {
  "awaiting-opinion": {
    en: "The opinion of another agency is awaited",
    vi: "Đang chờ ý kiến của cơ quan phối hợp",
  },
  "site-check": { en: "A check on site is needed", vi: "Cần kiểm tra thực địa" },
  complex: { en: "The case is complex", vi: "Hồ sơ có nội dung phức tạp" },
  overload: { en: "There are too many applications", vi: "Số lượng hồ sơ quá nhiều" },
  technical: { en: "A technical failure", vi: "Sự cố kỹ thuật" },
  foreseen: {
    en: "The steps that are left take longer than the time that is left",
    vi: "Thời gian còn lại không đủ cho các bước xử lý còn lại",
  },
} as const satisfies Record<string, Text>;

export type LatenessReason = keyof typeof LATENESS_REASONS;

/** Whether the permit lets its authority promise another date; where the law itself answers silence, none may. */
export function mayReschedule({ permit }: Pick<Case, "permit">): boolean {
  const { onDeadline = "escalate", reschedule = "once" } = permit.clock;
  return onDeadline === "escalate" && reschedule === "once";
}

/** The ledger with a new last day, or why there is none. */
export function rescheduled(
  kase: Case,
  to: CivilDay,
  reason: LatenessReason,
): ClockResult | undefined {
  const { ledger } = kase.application;
  const { limit, calendar } = reckoning(kase);
  return ledger && rescheduleOnce(ledger, { at: kase.now, to, reason }, limit, calendar);
}

/** The closing of the last working day before a due date: later no new date may be promised. */
export function eveOf(dueAt: Instant, calendar: WorkingCalendar): Instant {
  return calendar.closingOf(calendar.workingDayAt(calendar.rankOf(calendar.dayOf(dueAt) - 1)));
}

/** The apology that the clock owes, and the moment at which it does; undefined where it owes none. */
export function foreseenLateness(
  kase: Standing,
): { readonly at: Instant; readonly event: Apologised } | undefined {
  const { application, calendar } = kase;
  const { dueAt, ledger, apologisedAt } = application;
  if (dueAt === undefined || apologisedAt !== undefined || !ledger || !mayReschedule(kase)) {
    return undefined;
  }
  if (clockState(ledger) !== "running") return undefined;
  const eve = Math.max(eveOf(dueAt, calendar), ledger.marks.at(-1)!.at);
  if (eve > dueAt || foreseenEnd(kase, eve) <= dueAt) return undefined;
  return { at: eve, event: apology({ ...kase, now: eve }, dueAt, eve) };
}

/**
 * The apology as it can be given now: with a new date where it is not too late for one, and none
 * was promised before.
 */
export function apology(kase: Case, dueAt: Instant, fellDue: Instant): Apologised {
  const to = ifKnown(() => foreseenDay(kase, dueAt));
  const result = to === undefined ? undefined : rescheduled(kase, to, "foreseen");
  const event = { type: "Apologised", dueAt, fellDue, reason: "foreseen" } as const;
  return to !== undefined && result?.ok
    ? { ...event, to: formatDay(to), clock: clockChange(result, reckoning(kase)) }
    : event;
}

/** The day on which the file is foreseen to be decided, at the earliest the one after its due date. */
function foreseenDay(kase: Case, dueAt: Instant): CivilDay {
  const { calendar, now } = kase;
  const next = calendar.workingDayAt(calendar.rankOf(calendar.dayOf(dueAt)) + 1);
  return Math.max(next, calendar.rollForward(calendar.dayOf(foreseenEnd(kase, now))));
}

/**
 * When the file will have been decided if each officer to come takes the time the permit gives, in
 * working hours one after the other. A task that is late already is counted whole once more; a
 * stage that only some cases pass is not counted: nobody is told of a lateness that may not come.
 */
export function foreseenEnd(kase: Standing, from: Instant): Instant {
  const { application, permit, calendar } = kase;
  const open = openTasks(application).filter(({ by }) => by === "officer");
  const standing = Math.max(
    from,
    ...open.map((task) => endOf(task, stageOf(kase, task), from, calendar)),
  );
  const reached = Math.max(-1, ...application.current.map((stage) => stepIndex(permit, stage)));
  return permit.stages.slice(reached + 1).reduce<Instant>((end, step) => {
    const stages = step.kind === "parallel" ? step.stages : [step];
    return Math.max(end, ...stages.map((stage) => after(end, limitOf(stage), calendar)));
  }, standing);
}

function stageOf({ permit }: Standing, task: Task): Stage | undefined {
  const stage = findStage(permit, task.stage);
  return stage && stage.kind !== "supplement" ? stage : undefined;
}

function endOf(
  { dueAt }: Task,
  stage: Stage | undefined,
  from: Instant,
  calendar: WorkingCalendar,
) {
  const whole = after(from, stage && limitOf(stage), calendar);
  return dueAt !== undefined && dueAt > from ? Math.min(dueAt, whole) : whole;
}

function limitOf(stage: Stage): Limit | undefined {
  return isHuman(stage) && !stage.when ? stage.limit : undefined;
}

/** A limit from a moment on as bare working time, without first days that are not counted. */
function after(from: Instant, limit: Limit | undefined, calendar: WorkingCalendar): Instant {
  if (!limit) return from;
  if (limit.unit !== "workingDays") return addLimit(from, limit, calendar);
  const worked = calendar.workedBefore(from) + Math.round(limit.amount * calendar.dayLength);
  return calendar.firstInstantWorked(worked);
}
