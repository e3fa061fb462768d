/**
 * One version of one permit, as an authority's developer writes it and a lawyer reads it: who may
 * ask, what they must tell and show, what it costs, who must agree and by when, and what the
 * licence says. Everything else is derived from it (DESIGN.md section 2).
 */
import type * as z from "zod";
import type { Limit } from "../clock/limit.ts";
import type { Text } from "../text.ts";
import type { Condition } from "./condition.ts";

/** Where a rule stands in the law, so that every parameter can be explained. */
export interface LegalBasis {
  readonly act: Text;
  readonly article?: string;
  readonly source?: string;
}

/** A civil date, `YYYY-MM-DD`, in the authority's time zone. */
export type CivilDate = string;

/** Who a party is; a permit says which kinds may ask for it. */
export type PartyKind = "person" | "household" | "organisation";

export interface DocumentKind {
  readonly id: string;
  readonly title: Text;
  readonly basis?: LegalBasis;
  /** Absent: always required. */
  readonly requiredIf?: Condition;
  readonly optional?: boolean;
  readonly mediaTypes: readonly MediaType[];
  readonly maxBytes: number;
  /** The connected registry that holds this already: then it is not asked for. */
  readonly waivedByRegistry?: string;
}

export type MediaType = "application/pdf" | "image/jpeg" | "image/png";

/** One line of a tariff: an amount that applies under a condition, per unit where the law has one. */
export interface TariffLine {
  readonly id: string;
  readonly title: Text;
  /** Minor units of the authority's currency, for one unit. */
  readonly amount: number;
  readonly when?: Condition;
  /** Pointer to a number, or to a list whose length counts. Absent: one unit. */
  readonly quantity?: string;
}

/** The tariff in force from one day to another (both inclusive; open-ended without `to`). */
export interface Tariff {
  readonly from: CivilDate;
  readonly to?: CivilDate;
  readonly basis: LegalBasis;
  readonly lines: readonly TariffLine[];
}

export interface Fee {
  /** ISO 4217. */
  readonly currency: string;
  readonly tariffs: readonly Tariff[];
}

/** A coded reason: a refusal, a supplement request or a status change names one or more of these. */
export interface Reason {
  readonly code: string;
  readonly title: Text;
  readonly basis?: LegalBasis;
}

/** Roles a stage may name; a unit's officers are appointed to them. */
export interface Role {
  readonly id: string;
  readonly title: Text;
}

/** What happens when a stage's limit has run out. */
export type OnDeadline =
  | "escalate"
  | "deemedApproved"
  | "deemedRefused"
  | "deemedConsent"
  | "mayProceed"
  | "lapse";

interface StageBase {
  /** Also the name of its Task state and the key of its tasks. */
  readonly id: string;
  readonly title: Text;
  readonly basis?: LegalBasis;
  readonly limit?: Limit;
  /** Absent: `escalate`, or `lapse` where the applicant is the one who is late. */
  readonly onDeadline?: OnDeadline;
  /** False: the stage is recorded as skipped. */
  readonly when?: Condition;
}

/** A stage in which officers of one role at one level act. */
interface OfficerStage extends StageBase {
  readonly role: string;
  /** Administrative level whose unit acts, found upwards from the application's place. */
  readonly level: string;
  /** Stages whose deciders may not decide this one. */
  readonly apartFrom?: readonly string[];
}

export interface SupplementRule {
  /** How often it may be asked at this stage. */
  readonly rounds: number;
  /** How long the applicant has; silence closes the file. */
  readonly limit: Limit;
  readonly basis?: LegalBasis;
}

/** One role at one level approves, refuses with coded reasons, or asks for a supplement. */
export interface ReviewStage extends OfficerStage {
  readonly kind: "review";
  readonly refusals: readonly Reason[];
  readonly supplement?: SupplementRule;
  /** True for the stage whose approval accepts the file as complete: the statutory clock starts. */
  readonly accepts?: boolean;
}

/** Other units give an opinion by a deadline; silence means what is declared. */
export interface ConsultStage extends OfficerStage {
  readonly kind: "consult";
  readonly refusals: readonly Reason[];
}

/** A visit with a checklist and findings. */
export interface InspectStage extends OfficerStage {
  readonly kind: "inspect";
  readonly checklist: readonly { readonly id: string; readonly title: Text }[];
  readonly refusals: readonly Reason[];
}

/** A hearing of the applicant before a decision against them. */
export interface HearStage extends OfficerStage {
  readonly kind: "hear";
  readonly refusals: readonly Reason[];
}

/** The competent person signs; never someone who decided an earlier stage. */
export interface SignStage extends OfficerStage {
  readonly kind: "sign";
  readonly refusals: readonly Reason[];
}

/** The applicant pays the fee exactly; a fee of nothing skips it. */
export interface PayStage extends StageBase {
  readonly kind: "pay";
}

/** The licence is reserved, signed, stored. The last stage. */
export interface IssueStage {
  readonly kind: "issue";
  readonly id: string;
  readonly title: Text;
}

export type HumanStage = ReviewStage | ConsultStage | InspectStage | HearStage | SignStage;
export type Stage = HumanStage | PayStage | IssueStage;

/** Single stages that run side by side; the first outcome against the applicant ends the group. */
export interface ParallelGroup {
  readonly kind: "parallel";
  readonly id: string;
  readonly title: Text;
  readonly stages: readonly (ReviewStage | ConsultStage | InspectStage)[];
}

export interface StatutoryClock {
  /** The whole limit, from acceptance; stage limits add up to no more. */
  readonly limit: Limit;
  readonly basis: LegalBasis;
  readonly onSupplement: "restart" | "pause";
  /** Whether the clock stands still while the applicant is asked to pay. */
  readonly onPayment: "pause" | "run";
  /** How long before the due date a warning goes out. */
  readonly warnBefore: Limit;
}

/** One statement of the licence. `value` is a pointer into the facts of the case. */
export interface LicenceClaim {
  readonly id: string;
  readonly title: Text;
  readonly value: string;
  readonly disclosure: "always" | "selective";
  readonly printed: boolean;
  /** Integer key in the printed form (CWT); private use, so below -65536 (RFC 8392, 9.1.1). */
  readonly cwtKey: number;
}

export interface LicenceTemplate {
  readonly title: Text;
  /** Segment of the `vct` URL. */
  readonly type: string;
  /** `{agency}`, `{year}` and `{sequence:4}` are replaced: `{sequence:4}/GP-{agency}`. */
  readonly number: string;
  readonly validity: Limit;
  readonly claims: readonly LicenceClaim[];
  readonly statusReasons: readonly Reason[];
  /** When renewal may be asked, before expiry. */
  readonly renewal?: { readonly from: Limit; readonly until: Limit; readonly basis?: LegalBasis };
}

export interface PermitDefinition {
  readonly id: string;
  readonly version: number;
  readonly title: Text;
  readonly summary: Text;
  /** The number the procedure has in its nation's register. */
  readonly procedureCode?: string;
  readonly legalBasis: readonly LegalBasis[];
  /** Authorities that grant it (ids); every one of the platform's where absent. */
  readonly authorities?: readonly string[];
  readonly level: string;
  readonly validFrom: CivilDate;
  readonly validTo?: CivilDate;
  readonly applicants: readonly PartyKind[];
  readonly roles: readonly Role[];
  readonly answers: z.ZodObject;
  readonly documents: readonly DocumentKind[];
  readonly fee?: Fee;
  readonly clock: StatutoryClock;
  readonly stages: readonly (Stage | ParallelGroup)[];
  readonly licence: LicenceTemplate;
}

/** A definition that was proven. Only `definePermit` makes one. */
export type Permit = PermitDefinition & { readonly proven: true };
