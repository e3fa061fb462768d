/** What officers may decide, by the kind of the stage, and what each decision means for the file. */
import type { CivilDate, HumanStage } from "../permit/permit.ts";
import type { SupplementRequest } from "./event.ts";

/** One item of a checklist as it was found. */
export interface Finding {
  /** Id of the item in the permit's own checklist. */
  readonly item: string;
  readonly result: "met" | "not-met" | "not-applicable";
  readonly remark?: string;
}

/** That the applicant was heard, or could have been. */
export interface HearingRecord {
  readonly heldOn: CivilDate;
  readonly attended: boolean;
}

interface Reasoned {
  readonly reasons: readonly string[];
  readonly text?: string;
}

export type Decision =
  | { readonly outcome: "approve"; readonly text?: string }
  | ({ readonly outcome: "refuse" } & Reasoned)
  | ({ readonly outcome: "supplement" } & SupplementRequest)
  | { readonly outcome: "consent"; readonly text?: string }
  | ({ readonly outcome: "object" } & Reasoned)
  | { readonly outcome: "pass"; readonly checklist: readonly Finding[]; readonly text?: string }
  | ({ readonly outcome: "fail"; readonly checklist: readonly Finding[] } & Reasoned)
  | { readonly outcome: "dismiss"; readonly hearing: HearingRecord; readonly text?: string }
  | ({ readonly outcome: "uphold"; readonly hearing: HearingRecord } & Reasoned)
  | ({ readonly outcome: "improve"; readonly hearing?: HearingRecord } & Reasoned);

/**
 * The decisions of each kind of stage, the favourable one first:
 * - `object`, `fail`: refuse where the permit says so (`objectionRefusesIf`), else are weighed later
 * - `dismiss`, `uphold`: of what was held against the applicant, who was heard on it
 * - `improve`: an improvement notice in place of a refusal, where leave to begin was given
 */
export const DECISIONS = {
  review: ["approve", "refuse", "supplement", "improve"],
  consult: ["consent", "object"],
  inspect: ["pass", "fail"],
  hear: ["dismiss", "uphold", "improve"],
  sign: ["approve", "refuse", "improve"],
} as const satisfies Record<HumanStage["kind"], readonly Decision["outcome"][]>;
