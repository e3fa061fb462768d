/**
 * Calendars are the one thing that changes under a running file: a holiday decreed in mid-year counts
 * at once, and a year's list that was missing arrives. Every date that is still ahead is then counted
 * anew from what it was first counted from.
 */
import { formatDay } from "../calendar/day.ts";
import { clockState } from "../clock/ledger.ts";
import { findStage } from "../permit/stages.ts";
import type { Instant } from "../ports.ts";
import { openTasks, type Task } from "./application.ts";
import { type Case, reckoning } from "./case.ts";
import { clockChange, ifKnown, termDueAt } from "./clock.ts";
import type { EventBody } from "./event.ts";

type Standing = Omit<Case, "now">;
type DueMoved = Extract<EventBody, { type: "DueMoved" }>;

/** What has to be recorded where the present calendar puts a date elsewhere; undefined where none moves. */
export function recount(kase: Standing): DueMoved | undefined {
  const statutory = movedClock(kase);
  const tasks = movedTasks(kase);
  if (!statutory && Object.keys(tasks).length === 0) return undefined;
  const { dueAt: from } = kase.application;
  return {
    type: "DueMoved",
    ...(from !== undefined && { from }),
    ...(statutory && { clock: statutory }),
    tasks,
    days: decreedSince(kase, Math.max(from ?? 0, statutory?.dueAt ?? 0, ...Object.values(tasks))),
  };
}

/** Whether a date waits for the data of a year that is not loaded. */
export function isUnknown(kase: Standing): boolean {
  const { missingYear, grantedBySilence } = kase.application;
  if (missingYear !== undefined && !grantedBySilence) return true;
  return openTasks(kase.application).some(
    (task) => task.dueAt === undefined && bound(kase, task) !== undefined,
  );
}

function movedClock(kase: Standing): DueMoved["clock"] {
  const { ledger, dueAt, missingYear, grantedBySilence } = kase.application;
  if (!ledger || grantedBySilence || clockState(ledger) === "ended") return undefined;
  const counted = clockChange(ledger, reckoning(kase));
  // A calendar that lost a year takes no date back that was promised by it.
  if (counted.dueAt === undefined && dueAt !== undefined) return undefined;
  const same = counted.dueAt === dueAt && counted.missingYear === missingYear;
  return same ? undefined : counted;
}

function movedTasks(kase: Standing): Record<string, Instant> {
  const moved: Record<string, Instant> = {};
  for (const task of openTasks(kase.application)) {
    const limit = bound(kase, task);
    if (!limit || task.escalated) continue;
    const due = ifKnown(() => limit());
    if (due !== undefined && due !== task.dueAt) moved[task.stage] = due;
  }
  return moved;
}

/** How a task's date is counted, or undefined where nothing bounds it. */
function bound(kase: Standing, task: Task): (() => Instant) | undefined {
  const stage = findStage(kase.permit, task.stage);
  if (!stage || stage.kind === "issue" || !stage.limit) return undefined;
  return () => termDueAt(kase, stage, task.round, task.openedAt) as Instant;
}

/** The days, among those up to a moment, that were decreed since the file was last counted. */
function decreedSince({ application, calendar, decreed = [] }: Standing, last: Instant): string[] {
  const since = application.moved?.at ?? application.submittedAt ?? 0;
  const first = formatDay(calendar.dayOf(application.submittedAt ?? 0));
  const end = formatDay(calendar.dayOf(last));
  return decreed
    .filter(({ day, at }) => at >= since && first <= day && day <= end)
    .map(({ day }) => day);
}
