/**
 * One version of one permit, as an authority's developer writes it and a lawyer reads it: who may
 * ask, what they must tell and show, what it costs, who must agree and by when, and what the
 * licence says. Everything else is derived from it.
 */
import type * as z from "zod";
import type { Limit } from "../clock/limit.ts";
import type { Notice } from "../clock/notice.ts";
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

/** A field that is asked only in some cases: required where the condition holds, refused elsewhere. */
export interface ConditionalField {
  /** Pointer to the field among the answers: `/answers/...`. In the schema it is optional. */
  readonly field: string;
  /** Over the answers alone, so that a browser can show and hide the field as they are given. */
  readonly askedIf: Condition;
  readonly basis?: LegalBasis;
}

export type MediaType = "application/pdf" | "image/jpeg" | "image/png";

/** One line of a tariff: an amount that applies under a condition, per unit where the law has one. */
export interface TariffLine {
  readonly id: string;
  readonly title: Text;
  /** Minor units of the authority's currency, for one unit. */
  readonly amount: number;
  readonly when?: Condition;
  /** Pointer to a whole number, or to a list whose length counts. Absent: one unit. */
  readonly quantity?: string;
  /** What is counted ("premises", "years", "days late"); named where there is a quantity. */
  readonly unit?: Text;
  /** Absent: the tariff's. */
  readonly basis?: LegalBasis;
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

/** A coded reason for which a licence in force may change its status, and to what. */
export interface StatusReason extends Reason {
  readonly to: "suspended" | "revoked" | "surrendered" | "replaced";
  /** How long the authority may take over it, where the law says. */
  readonly limit?: Limit;
}

/** Roles a stage may name; a unit's officers are appointed to them. */
export interface Role {
  readonly id: string;
  readonly title: Text;
}

/** What happens when a stage's limit has run out; `ON_DEADLINE` in stages.ts says what is sent. */
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
  /** How long the applicant has. */
  readonly limit: Limit;
  /**
   * `close` (where absent): silence closes the file. `return`: the file goes back to the officer as
   * it is, who decides on what there is.
   */
  readonly onSilence?: "close" | "return";
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

/**
 * When an objection, or an adverse finding, refuses the application by itself; always where absent.
 * Otherwise it is recorded, and later stages read it: `/stages/<id>/outcome` equals `objected`.
 */
export type ObjectionRule = Condition;

/** Other units give an opinion by a deadline; silence means what is declared. */
export interface ConsultStage extends OfficerStage {
  readonly kind: "consult";
  /** What an objection may rest on. */
  readonly refusals: readonly Reason[];
  readonly objectionRefusesIf?: ObjectionRule;
}

/** A visit with a checklist and findings. */
export interface InspectStage extends OfficerStage {
  readonly kind: "inspect";
  readonly checklist: readonly { readonly id: string; readonly title: Text }[];
  /** What an adverse finding may rest on. */
  readonly refusals: readonly Reason[];
  readonly objectionRefusesIf?: ObjectionRule;
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

/** The applicant answers a supplement request; derived from a review stage that may ask for one. */
export interface SupplementStage {
  readonly kind: "supplement";
  /** `<stage>-supplement`. */
  readonly id: string;
  readonly title: Text;
  /** The review stage that asks. */
  readonly of: string;
  readonly limit: Limit;
  readonly rounds: number;
  readonly onDeadline: "lapse" | "return";
  readonly basis?: LegalBasis;
}

/** Single stages that run side by side; the first outcome against the applicant ends the group. */
export interface ParallelGroup {
  readonly kind: "parallel";
  readonly id: string;
  readonly title: Text;
  readonly stages: readonly (ReviewStage | ConsultStage | InspectStage)[];
}

/**
 * What the law gives when the whole limit has run out.
 * - `escalate`: nothing but an overdue file, which its superiors hear of
 * - `mayProceed`: leave to begin without a licence is recorded, and the file is not refused any more
 * - `deemedApproved`: every stage but the signature is approved by silence; it is not refused any more
 * - `deemedRefused`: the file ends, refused by silence
 */
export type OnLimit = "escalate" | "mayProceed" | "deemedApproved" | "deemedRefused";

export interface StatutoryClock {
  /** The whole limit, from acceptance; stage limits add up to no more. */
  readonly limit: Limit;
  readonly basis: LegalBasis;
  /** Other limits for some cases: the first whose condition holds is taken, else `limit`. */
  readonly cases?: readonly {
    readonly when: Condition;
    readonly limit: Limit;
    readonly basis?: LegalBasis;
  }[];
  /** What the law gives when the whole limit has run out; `escalate` where absent. */
  readonly onDeadline?: OnLimit;
  /**
   * Whether another date may be promised, with an apology, where lateness is foreseen: `once` where
   * absent. Where `onDeadline` gives the applicant something, none may be promised in any case.
   */
  readonly reschedule?: "once" | "never";
  readonly onSupplement: "restart" | "pause";
  /** Whether the clock stands still while the applicant is asked to pay. */
  readonly onPayment: "pause" | "run";
  /** How long before the due date a warning goes out. */
  readonly warnBefore: Limit;
}

/** Notice that must be given before a day that the answers name. */
export interface AdvanceNotice {
  /** Pointer to that day, a civil date, among the answers. */
  readonly before: string;
  /** At least this long before: a `standard` notice. */
  readonly standard: Notice;
  /** At least this long before: a `late` notice; nearer than that it is refused. */
  readonly late?: Notice;
  readonly basis: LegalBasis;
}

/** One statement of the licence. `value` is a pointer into the facts of the case. */
export interface LicenceClaim {
  readonly id: string;
  readonly title: Text;
  readonly value: string;
  readonly disclosure: "always" | "selective";
  readonly printed: boolean;
  /** Its number among the claims of the printed form, from 4 on: 1 to 3 are number, holder, title. */
  readonly cwtKey: number;
}

/** A validity that the applicant chooses, within the longest: by pointers among the answers. */
export type ChosenValidity =
  /** To a whole number of years. */
  | { readonly years: string }
  /** To the first and the last day (civil dates, both inclusive). */
  | { readonly firstDay: string; readonly lastDay: string };

export interface LicenceTemplate {
  readonly title: Text;
  /** Segment of the `vct` URL. */
  readonly type: string;
  /** `{agency}`, `{year}` and `{sequence:4}` are replaced: `{sequence:4}/GP-{agency}`. */
  readonly number: string;
  /** How long it is valid from issue; the longest, where the answers choose. */
  readonly validity: Limit;
  readonly validityChosen?: ChosenValidity;
  readonly claims: readonly LicenceClaim[];
  readonly statusReasons: readonly StatusReason[];
  /** When renewal may be asked, both counted back from expiry. */
  readonly renewal?: {
    readonly from: Limit;
    readonly until: Limit;
    /** After `until` it may still be asked until expiry; `/renewal/daysLate` then counts the days. */
    readonly lateUntilExpiry?: boolean;
    readonly basis?: LegalBasis;
  };
  /** How often its validity may be prolonged, and by how much each time. */
  readonly extension?: { readonly by: Limit; readonly times: number; readonly basis?: LegalBasis };
  /** How long the grant is shown to the public, where the law wants it shown. */
  readonly publication?: { readonly for: Limit; readonly basis?: LegalBasis };
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
  readonly conditionalFields?: readonly ConditionalField[];
  readonly documents: readonly DocumentKind[];
  readonly fee?: Fee;
  readonly clock: StatutoryClock;
  readonly notice?: AdvanceNotice;
  readonly stages: readonly (Stage | ParallelGroup)[];
  readonly licence: LicenceTemplate;
}

/** A definition that was proven. Only `definePermit` makes one. */
export type Permit = PermitDefinition & { readonly proven: true };
