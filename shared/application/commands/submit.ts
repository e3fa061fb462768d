/** A draft becomes an application: whole, valid, its fee and its limit resolved and stored. */

import { formatDay } from "../../calendar/day.ts";
import { addLimit } from "../../clock/due.ts";
import type { Facts } from "../../permit/condition.ts";
import type { CivilDate, Permit } from "../../permit/permit.ts";
import { acceptingStage } from "../../permit/stages.ts";
import { Problem } from "../../problem.ts";
import { assess } from "../assessment.ts";
import type { Case } from "../case.ts";
import type { EventBody } from "../event.ts";
import { noticeFaults, timingOf } from "../notice.ts";

export interface Submission {
  readonly dossier: string;
  readonly facts: Facts;
  /** Digest of the answers as they stand. */
  readonly answers: string;
  /** Ids of the documents that count. */
  readonly documents: readonly string[];
}

/**
 * The answers and documents were checked by the permit's own schema before.
 * @throws Problem `wrong-state` where it was submitted already, `permit-closed` past `validTo`
 */
export function submit(kase: Case, submission: Submission): EventBody[] {
  const { application, permit, calendar, now } = kase;
  if (application.phase !== "draft") throw new Problem("wrong-state");
  const today = formatDay(calendar.dayOf(now));
  if (!takesApplications(permit, today)) throw new Problem("permit-closed");
  const timing = timingOf(kase, submission.facts.answers, now);
  if (timing === "too-late") {
    const faults = noticeFaults(kase, submission.facts.answers, now);
    throw new Problem("validation-failed", { faults });
  }
  const facts = { ...submission.facts, ...(timing && { notice: { timing } }) };
  const checking = acceptingStage(permit).limit;
  return [
    {
      type: "Submitted",
      dossier: submission.dossier,
      answers: submission.answers,
      documents: submission.documents,
      ...assess(kase, facts, now),
      ...(calendar.id !== kase.authority.calendar && { calendar: calendar.id }),
      ...(timing && { notice: timing }),
      completenessDueAt: checking ? addLimit(now, checking, calendar) : now,
    },
  ];
}

/** Whether a permit's version takes new applications on a day. */
export function takesApplications(permit: Permit, today: CivilDate): boolean {
  return permit.validFrom <= today && (permit.validTo === undefined || today <= permit.validTo);
}
