/** Who works on a task: claimed, released, assigned by the head. None of it is a decision. */
import { Problem } from "../../problem.ts";
import type { Application, Task } from "../application.ts";
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

/** Takes a task that nobody has; one's own again changes nothing. */
export function claim(
  application: Application,
  { stage, round, officer }: { stage: string; round: number; officer: string },
): EventBody[] {
  const { claimedBy } = standingTask(application, stage, round);
  if (claimedBy === officer) return [];
  if (claimedBy !== undefined) throw new Problem("task-claimed");
  return [{ type: "TaskClaimed", stage, by: officer }];
}

/** Gives one's own task back to the unit; one that nobody has stays so. */
export function release(
  application: Application,
  { stage, round, officer }: { stage: string; round: number; officer: string },
): EventBody[] {
  const { claimedBy } = standingTask(application, stage, round);
  if (claimedBy === undefined) return [];
  if (claimedBy !== officer) throw new Problem("task-claimed");
  return [{ type: "TaskReleased", stage }];
}

/** The head gives a task to an officer of the role it waits for, also away from another. */
export function assign(
  application: Application,
  { stage, round, to }: { stage: string; round: number; to: string },
): EventBody[] {
  const { claimedBy } = standingTask(application, stage, round);
  return claimedBy === to ? [] : [{ type: "TaskAssigned", stage, to }];
}
