/**
 * What can happen to an application. Each event is stored once, numbered without a gap and chained
 * by hash; folding them gives the application (`evolve.ts`), so the audit trail is not a report of
 * what was done but that which was done. No event holds an answer, a name or a token.
 */
import type { Ledger } from "../clock/ledger.ts";
import type { Limit } from "../clock/limit.ts";
import type { ReminderOccasion } from "../licence/renewal.ts";
import type { StatusAction } from "../licence/status.ts";
import type { LegalBasis, OnLimit, PartyKind, Reason } from "../permit/permit.ts";
import type { ON_DEADLINE } from "../permit/stages.ts";
import type { Instant } from "../ports.ts";
import type { Finding, HearingRecord } from "./decision.ts";
import type { LatenessReason } from "./lateness.ts";

/** Who acted. People are named by their identity's `sub`; the platform by the part that acted. */
export type Actor =
  | { readonly kind: "applicant"; readonly person: string; readonly party: string }
  | {
      readonly kind: "officer";
      readonly person: string;
      readonly unit: string;
      readonly role: string;
    }
  | { readonly kind: "platform"; readonly part: "workflow" | "clock" | "gateway" | "inspection" };

/** How a stage ended. All but `Approved` travel as the error name of SendTaskFailure. */
export const OUTCOMES = [
  "Approved",
  "Refused",
  "SupplementRequired",
  "Withdrawn",
  "DeadlinePassed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What an officer asks the applicant to add or correct, once and completely. */
export interface SupplementRequest {
  readonly reasons: readonly string[];
  /** Pointers into the answers that may be corrected. */
  readonly fields: readonly string[];
  /** Document kinds to be supplied. */
  readonly documents: readonly string[];
  readonly text: string;
}

/** The officers of a role in a unit, whoever they are. */
export interface Seat {
  readonly unit: string;
  readonly role: string;
}

/**
 * Which call of an execution has come to a stage: when the state was entered, and how often it was
 * retried since. A call that was given up may end after its own retry; what it brings is dead then.
 */
export interface Call {
  readonly entered: Instant;
  readonly attempt: number;
}

/** The stages of the same parallel group at which the run stands already, decided or not. */
type Beside = readonly string[];

export type EventBody =
  | {
      readonly type: "DraftCreated";
      readonly permit: string;
      readonly permitVersion: number;
      readonly authority: string;
      readonly place: string;
      readonly party: string;
      readonly applicantKind: PartyKind;
      readonly language: string;
      readonly renews?: Renewed;
    }
  | { readonly type: "DraftMoved"; readonly permitVersion: number }
  | { readonly type: "AnswersSaved"; readonly digest: string }
  | { readonly type: "DocumentAdded"; readonly document: string; readonly kind: string }
  | {
      readonly type: "DocumentInspected";
      readonly document: string;
      readonly verdict: "clean" | "rejected";
      readonly digest: string;
    }
  | { readonly type: "DocumentRemoved"; readonly document: string }
  | {
      readonly type: "Submitted";
      readonly dossier: string;
      readonly answers: string;
      readonly documents: readonly string[];
      readonly fee: { readonly amount: number; readonly currency: string };
      readonly limit: Limit;
      /** Where the authority has another limit than the permit: what that rests on. */
      readonly limitBasis?: LegalBasis;
      /** Where the authority counts this permit by another calendar than its own. */
      readonly calendar?: string;
      /** Of a permit that is a notice of a day to come. */
      readonly notice?: "standard" | "late";
      readonly completenessDueAt: Instant;
    }
  | { readonly type: "RunStarted"; readonly run: number }
  | {
      readonly type: "StageOpened";
      readonly stage: string;
      readonly round: number;
      readonly by: "officer" | "applicant";
      readonly unit?: string;
      readonly role?: string;
      readonly dueAt?: Instant;
      readonly phase?: Phase;
      readonly clock?: ClockChange;
      readonly beside?: Beside;
      readonly call?: Call;
    }
  | {
      readonly type: "StageSkipped";
      readonly stage: string;
      readonly round: number;
      readonly beside?: Beside;
      readonly call?: Call;
    }
  | {
      readonly type: "StageEntered";
      readonly stage: string;
      readonly run: number;
      readonly beside?: Beside;
      readonly call?: Call;
    }
  | { readonly type: "TaskClaimed"; readonly stage: string; readonly by: string }
  | { readonly type: "TaskReleased"; readonly stage: string }
  | { readonly type: "TaskAssigned"; readonly stage: string; readonly to: string }
  | {
      readonly type: "Decided";
      readonly stage: string;
      readonly round: number;
      readonly outcome: "Approved" | "Refused";
      /** Of what approves only because nothing refuses: an objection that is weighed later. */
      readonly as?: "objected" | "improvementNotice";
      readonly reasons: readonly string[];
      readonly text?: string;
      readonly checklist?: readonly Finding[];
      readonly hearing?: HearingRecord;
      readonly clock?: ClockChange;
    }
  | {
      /** An officer says that they have a stake in the file; from now on they decide nothing in it. */
      readonly type: "ConflictDeclared";
      readonly stage: string;
      readonly round: number;
      /** Who hears of it, and may give the task to another officer. */
      readonly superior?: Seat;
      readonly text?: string;
    }
  | {
      readonly type: "SupplementAsked";
      readonly stage: string;
      readonly round: number;
      readonly request: SupplementRequest;
      readonly dueAt: Instant;
      readonly clock?: ClockChange;
    }
  | {
      readonly type: "Supplemented";
      readonly stage: string;
      readonly round: number;
      readonly answers: string;
      readonly documents: readonly string[];
      /** Where what was corrected changed it. */
      readonly fee?: { readonly amount: number; readonly currency: string };
      readonly limit?: Limit;
      readonly clock?: ClockChange;
    }
  | { readonly type: "CheckoutOpened"; readonly checkout: string }
  | {
      readonly type: "Paid";
      readonly stage: string;
      readonly checkout: string;
      readonly amount: number;
      readonly currency: string;
      readonly clock?: ClockChange;
    }
  | {
      readonly type: "PaymentReturned";
      readonly checkout: string;
      readonly reason: "wrong-amount" | "wrong-currency" | "not-due" | "paid-already";
    }
  | { readonly type: "PaymentRefunded"; readonly checkout: string }
  | { readonly type: "Withdrawn" }
  | { readonly type: "Warned"; readonly dueAt: Instant; readonly fellDue: Instant }
  | {
      readonly type: "Escalated";
      readonly stage: string;
      readonly round: number;
      readonly fellDue: Instant;
      /** Who sees the task from now on, and may give it to another officer. */
      readonly superior?: Seat;
    }
  | {
      readonly type: "Apologised";
      /** The date that is not kept. */
      readonly dueAt: Instant;
      readonly reason: LatenessReason;
      readonly text?: string;
      /** The last day that is promised in its place, `YYYY-MM-DD`; absent where none may be any more. */
      readonly to?: string;
      /** Absent where an officer apologised. */
      readonly fellDue?: Instant;
      readonly clock?: ClockChange;
    }
  | {
      /** The calendar changed: dates that were ahead are counted anew. */
      readonly type: "DueMoved";
      /** The date before; absent where it was not known. */
      readonly from?: Instant;
      readonly clock?: ClockChange;
      /** New dates of open tasks, by stage. */
      readonly tasks: Readonly<Record<string, Instant>>;
      /** The days that were decreed, `YYYY-MM-DD`. */
      readonly days: readonly string[];
    }
  | {
      readonly type: "LimitPassed";
      readonly dueAt: Instant;
      readonly fellDue: Instant;
      readonly effect: OnLimit;
      readonly superiors: readonly Seat[];
    }
  | {
      readonly type: "DeadlinePassed";
      readonly stage: string;
      readonly round: number;
      readonly fellDue: Instant;
      readonly effect: Exclude<keyof typeof ON_DEADLINE, "escalate">;
      readonly clock?: ClockChange;
    }
  | {
      readonly type: "LicenceReserved";
      readonly number: string;
      readonly statusList: string;
      readonly statusIndex: number;
    }
  | { readonly type: "LicenceIssued"; readonly number: string; readonly expiresAt: Instant }
  | {
      readonly type: "LicenceStatusDecided";
      readonly number: string;
      readonly action: StatusAction;
      readonly reason: string;
      readonly effectiveAt: Instant;
      readonly text?: string;
    }
  | { readonly type: "RenewalBegun"; readonly application: string }
  | { readonly type: "RenewalReminded"; readonly occasion: ReminderOccasion }
  | { readonly type: "Closed" }
  | { readonly type: "FileRead"; readonly what: "dossier" | "document" | "audit" | "licence" };

/** The licence that an application asks to renew. */
export interface Renewed {
  readonly application: string;
  readonly number: string;
  readonly expiresAt: Instant;
}

/** A reason is stored by its code; its text stands in the permit's own version. */
export type ReasonCode = Reason["code"];

/** The clock after an event, with the date it now promises; absent where it did not move. */
export interface ClockChange {
  readonly ledger: Ledger;
  readonly dueAt?: Instant;
  /** The year without calendar data that the date lies in: it is counted when they are loaded. */
  readonly missingYear?: number;
}

/** Where the applicant sees their application standing. A change of it sends one mail. */
export const PHASES = [
  "draft",
  "submitted",
  "supplement",
  "processing",
  "payment",
  "issued",
  "refused",
  "withdrawn",
  "lapsed",
] as const;
export type Phase = (typeof PHASES)[number];

/** Phases that nothing leads out of. */
export function isFinal(phase: Phase): boolean {
  return phase === "issued" || phase === "refused" || phase === "withdrawn" || phase === "lapsed";
}

/** An event as it is stored and chained. */
export interface AuditEvent {
  /** 1 for the first; no number is left out. */
  readonly seq: number;
  readonly at: Instant;
  readonly actor: Actor;
  readonly body: EventBody;
  /** SHA-256 of the event before, base64url; empty for the first. */
  readonly previous: string;
  /** SHA-256 of all of the above in canonical JSON, base64url. */
  readonly hash: string;
}
