import type { Application } from "./application.ts";

/**
 * Whether a decided file was decided by its due date, the one that held at the end. Undefined where
 * nothing was decided (withdrawn, lapsed, still open) or no date was ever promised.
 */
export function decidedOnTime({
  phase,
  promisedDueAt,
  overdueAt,
  dueAt,
  endedAt,
}: Pick<Application, "phase" | "promisedDueAt" | "overdueAt" | "dueAt" | "endedAt">):
  | boolean
  | undefined {
  if ((phase !== "issued" && phase !== "refused") || promisedDueAt === undefined) return undefined;
  if (overdueAt !== undefined) return false;
  // A sweep that is late has not noted yet that the date was missed.
  return dueAt === undefined || endedAt === undefined || endedAt <= dueAt;
}
