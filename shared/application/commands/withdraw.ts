/** The applicant stops it, until the final decision. */
import { isHuman, stagesOf } from "../../permit/stages.ts";
import { Problem } from "../../problem.ts";
import type { Case } from "../case.ts";
import { type EventBody, isFinal } from "../event.ts";

/** @throws Problem `wrong-state` once the last person has decided, or the file has ended */
export function withdraw({ application, permit }: Case): EventBody[] {
  const decided = stagesOf(permit)
    .filter(isHuman)
    .every(({ id }) => application.tasks[id]?.outcome === "Approved");
  if (isFinal(application.phase) || decided) throw new Problem("wrong-state");
  return [{ type: "Withdrawn" }];
}
