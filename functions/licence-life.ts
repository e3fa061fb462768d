/** Changes of a licence's status, each with the mark in its status list that the next publication shows. */
import type { Case } from "../shared/application/case.ts";
import {
  changeStatus,
  licensedOf,
  type StatusDecision,
} from "../shared/application/commands/change-status.ts";
import type { EventBody } from "../shared/application/event.ts";
import { marksOf } from "../shared/licence/status.ts";
import { Problem } from "../shared/problem.ts";
import { markWrites } from "../shared/store/status-lists.ts";
import type { Beside } from "./command.ts";
import { store } from "./wiring.ts";

/** Decides a change, with the entry in the status list that follows from it: both, or neither. */
export async function statusChange(
  kase: Case,
  decision: StatusDecision,
): Promise<{ events: EventBody[]; beside: Beside[] }> {
  const events = changeStatus(kase, decision);
  const { application } = kase;
  const licensed = licensedOf(application);
  const stored = await store().licences.ofApplication(application.id);
  if (!licensed || !stored) throw new Problem("not-found");
  const changes = events.flatMap((event) =>
    event.type === "LicenceStatusDecided"
      ? [{ action: event.action, reason: event.reason, from: event.effectiveAt }]
      : [],
  );
  const marks = marksOf({ ...licensed, changes: [...licensed.changes, ...changes] });
  const mark = { index: stored.statusIndex, changes: marks };
  return {
    events,
    beside: markWrites(stored.statusList, mark).map((write) => ({ write })),
  };
}
