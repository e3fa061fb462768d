/** What a test wants of a stage, in the words that its kind has. */
import type { Decision } from "../../shared/application/decision.ts";
import type { PermitDefinition } from "../../shared/permit/permit.ts";
import { findStage, isHuman } from "../../shared/permit/stages.ts";

const HEARING = { heldOn: "2026-10-06", attended: true } as const;

/** `approve` and `refuse` as consulted units, inspectors and those who heard the applicant say them. */
export function inWordsOf(permit: PermitDefinition, id: string, decision: Decision): Decision {
  const stage = findStage(permit, id);
  if (!stage || !isHuman(stage)) return decision;
  const against = decision.outcome === "refuse";
  if (!against && decision.outcome !== "approve") return decision;
  const { outcome: _, ...rest } = decision;
  switch (stage.kind) {
    case "consult":
      return { ...rest, outcome: against ? "object" : "consent" } as Decision;
    case "inspect": {
      const result = against ? ("not-met" as const) : ("met" as const);
      const checklist = stage.checklist.map((item) => ({ item: item.id, result }));
      return { ...rest, outcome: against ? "fail" : "pass", checklist } as Decision;
    }
    case "hear":
      return { ...rest, outcome: against ? "uphold" : "dismiss", hearing: HEARING } as Decision;
    default:
      return decision;
  }
}
