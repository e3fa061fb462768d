/** A claim lapses with the appointment that it was made by: nobody waits for who has left the unit. */
import type { Case } from "../../shared/application/case.ts";
import { isAppointed } from "../../shared/authority/authority.ts";
import type { Store } from "../../shared/store/store.ts";

/** @param officer who asks: one's own claim stands, and whether one is appointed is asked elsewhere */
export async function withoutLapsedClaim(
  store: Store,
  kase: Case,
  stage: string,
  officer: string,
): Promise<Case> {
  const { application, now } = kase;
  const task = application.tasks[stage];
  if (task?.claimedBy === undefined || task.claimedBy === officer) return kase;
  const theirs = await store.people.appointmentsOf(task.claimedBy);
  if (isAppointed(theirs, { authority: application.authority, ...task }, now)) return kase;
  const { claimedBy: _, ...unclaimed } = task;
  return {
    ...kase,
    application: { ...application, tasks: { ...application.tasks, [stage]: unclaimed } },
  };
}
