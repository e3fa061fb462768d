/** Who works on a task: claimed, released, assigned by the head. None of it is a decision. */
import { superiorOf } from "../../authority/superior.ts";
import { findStage } from "../../permit/stages.ts";
import { Problem } from "../../problem.ts";
import type { Application, Task } from "../application.ts";
import { isBarred } from "../barred.ts";
import type { Case } from "../case.ts";
import type { EventBody } from "../event.ts";

/**
 * The officers' task of a stage in one round, while it waits.
 * @throws Problem `not-found` where there is none, `task-decided` where that round has an outcome
 */
export function standingTask(application: Application, stage: string, round: number): Task {
  const task = application.tasks[stage];
  if (task?.by !== "officer" || task.unit === undefined || round > task.round) {
    throw new Problem("not-found");
  }
  if (round < task.round || task.outcome !== undefined) throw new Problem("task-decided");
  return task;
}

/**
 * Takes a task that nobody has; one's own again changes nothing.
 * @throws Problem `barred` for who could not decide it
 */
export function claim(
  kase: Pick<Case, "application" | "permit">,
  { stage, round, officer }: { stage: string; round: number; officer: string },
): EventBody[] {
  const { claimedBy } = standingTask(kase.application, stage, round);
  if (claimedBy === officer) return [];
  if (isBarred(kase, stage, officer)) throw new Problem("barred");
  if (claimedBy !== undefined) throw new Problem("task-claimed");
  return [{ type: "TaskClaimed", stage, by: officer }];
}

/** Gives one's own task back to the unit; one that nobody has stays so. */
export function release(
  { application }: Pick<Case, "application">,
  { stage, round, officer }: { stage: string; round: number; officer: string },
): EventBody[] {
  const { claimedBy } = standingTask(application, stage, round);
  if (claimedBy === undefined) return [];
  if (claimedBy !== officer) throw new Problem("task-claimed");
  return [{ type: "TaskReleased", stage }];
}

/**
 * The head gives a task to an officer of the role it waits for, also away from another.
 * @throws Problem `validation-failed` for an officer who could not decide it
 */
export function assign(
  kase: Pick<Case, "application" | "permit">,
  { stage, round, to }: { stage: string; round: number; to: string },
): EventBody[] {
  const { claimedBy } = standingTask(kase.application, stage, round);
  if (isBarred(kase, stage, to)) throw new Problem("validation-failed", { faults: [BARRED] });
  return claimedBy === to ? [] : [{ type: "TaskAssigned", stage, to }];
}

/** An officer who could not decide the task that they would be given. */
export const BARRED = {
  pointer: "/officer",
  code: "barred",
  detail: {
    en: "This officer may not decide the task: they decided an earlier stage, or have a stake in it.",
    vi: "Cán bộ này không được xử lý: đã quyết định ở bước trước hoặc có lợi ích liên quan.",
  },
};

/**
 * An officer declares a stake in the file: they give back what they hold of it, and decide nothing
 * in it from now on. Their superior hears of it, and finds the task among their own to give away.
 */
export function declareConflict(
  { application, authority, permit }: Pick<Case, "application" | "authority" | "permit">,
  { stage, round, officer }: { stage: string; round: number; officer: string },
  text: string | undefined,
): EventBody[] {
  const { unit = "", role = "" } = standingTask(application, stage, round);
  if (application.conflicted?.includes(officer)) return [];
  const signs = findStage(permit, stage)?.kind === "sign";
  const superior = superiorOf(authority, { unit, role }, signs);
  return [
    {
      type: "ConflictDeclared",
      stage,
      round,
      ...(superior && { superior }),
      ...(text !== undefined && { text }),
    },
  ];
}
