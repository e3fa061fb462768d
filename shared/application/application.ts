/**
 * The application item: the small, hot truth of one file. It is never written but by folding
 * events, and every write is conditioned on the `seq` it was loaded with.
 */
import type { Ledger } from "../clock/ledger.ts";
import type { Limit } from "../clock/limit.ts";
import type { ReminderOccasion } from "../licence/renewal.ts";
import type { StatusChange } from "../licence/status.ts";
import type { LegalBasis, PartyKind } from "../permit/permit.ts";
import type { RecordedAs } from "../permit/stages.ts";
import type { Instant } from "../ports.ts";
import type { Call, Outcome, Phase, Renewed, Seat } from "./event.ts";

/** The latest round of one stage. Deemed outcomes name no officer. */
export interface Task {
  readonly stage: string;
  readonly round: number;
  readonly by: "officer" | "applicant";
  readonly unit?: string;
  readonly role?: string;
  readonly openedAt: Instant;
  /** The newest call by which the run came to it: that one's token is alive. */
  readonly call?: Call;
  readonly dueAt?: Instant;
  readonly claimedBy?: string;
  readonly escalated?: boolean;
  /** Who was told that it is late: or that its officer has a conflict: they see it, and may give it to another officer. */
  readonly superior?: Seat;
  readonly outcome?: Outcome;
  /** What the outcome was, where it alone does not say it. */
  readonly as?: RecordedAs;
  readonly decidedBy?: string;
  /** Who decided its earlier rounds: they stay barred where this stage's deciders are. */
  readonly decidedBefore?: readonly string[];
  readonly decidedAt?: Instant;
}

export interface Application {
  readonly id: string;
  /** The number of its last event: also the version that writes condition on. */
  readonly seq: number;
  /** The hash of its last event. */
  readonly head: string;
  readonly permit: string;
  readonly permitVersion: number;
  /** The version that its draft was begun by, where it has moved to another. */
  readonly movedFrom?: number;
  readonly authority: string;
  readonly place: string;
  readonly party: string;
  readonly applicantKind: PartyKind;
  readonly language: string;
  readonly createdAt: Instant;
  readonly phase: Phase;
  /** Number of the execution that leads it: `<id>-<run>`. 0 before submission. */
  readonly run: number;
  /** Stages opened by the current run and not left by it yet. */
  readonly current: readonly string[];
  readonly tasks: Readonly<Record<string, Task>>;
  readonly dossier?: string;
  readonly submittedAt?: Instant;
  readonly completenessDueAt?: Instant;
  readonly fee?: { readonly amount: number; readonly currency: string };
  readonly checkout?: string;
  /** When that checkout was opened. */
  readonly checkoutAt?: Instant;
  readonly paid?: {
    readonly checkout: string;
    readonly amount: number;
    readonly currency: string;
    readonly at: Instant;
  };
  /** Checkouts whose money is given back, and whether the gateway has confirmed it. */
  readonly returned?: Readonly<Record<string, "owed" | "refunded">>;
  /** The statutory limit that holds for this file, resolved when it was submitted. */
  readonly limit?: Limit;
  readonly limitBasis?: LegalBasis;
  /** The calendar that counts it, where it is not the authority's own. */
  readonly calendar?: string;
  readonly notice?: "standard" | "late";
  /** Officers who declared a conflict: they decide nothing in this file. */
  readonly conflicted?: readonly string[];
  readonly ledger?: Ledger;
  /** The date promised at acceptance, kept when the computed one moves. */
  readonly promisedDueAt?: Instant;
  readonly dueAt?: Instant;
  /** The year without calendar data that the date lies in. */
  readonly missingYear?: number;
  /** The last time that a changed calendar moved the date. */
  readonly moved?: {
    readonly at: Instant;
    readonly from?: Instant;
    readonly to?: Instant;
    /** What was decreed, `YYYY-MM-DD`. */
    readonly days: readonly string[];
  };
  readonly warnedAt?: Instant;
  /** When an apology was sent for the present date, with a new one or without. */
  readonly apologisedAt?: Instant;
  /** What an officer told the applicant with the apology, beside its reason. */
  readonly apologyText?: string;
  /** The moment at which the present date was missed. */
  readonly overdueAt?: Instant;
  /** From when on the law lets the applicant begin, or takes the file for approved: no refusal any more. */
  readonly grantedBySilence?: {
    readonly effect: "mayProceed" | "deemedApproved";
    readonly at: Instant;
  };
  readonly licence?: string;
  /** The first moment at which its licence is expired. */
  readonly expiresAt?: Instant;
  /** What was decided on its licence since it was issued, in the order of the decisions. */
  readonly statusChanges?: readonly StatusChange[];
  readonly reserved?: string;
  /** The licence that it asks to renew. */
  readonly renews?: Renewed;
  /** The application that was begun last to renew its licence. */
  readonly renewal?: string;
  /** Of what its holder was reminded. */
  readonly reminded?: readonly ReminderOccasion[];
  readonly endedAt?: Instant;
  /** When the execution was told of the end, or reached it: nothing is left to deliver. */
  readonly closedAt?: Instant;
}

/** The task of a stage in its latest round, while nobody has decided it. */
export function openTask(application: Application, stage: string): Task | undefined {
  const task = application.tasks[stage];
  return task && task.outcome === undefined ? task : undefined;
}

/** Every undecided task, in the order they were opened. */
export function openTasks(application: Application): Task[] {
  return Object.values(application.tasks).filter((task) => task.outcome === undefined);
}

/**
 * Whether the execution has to do something: it leads, and every stage it stands at is decided.
 * While this holds nobody but the platform can move the application, so a sweep looks after it.
 */
export function inMotion(application: Application): boolean {
  return (
    application.run > 0 &&
    application.closedAt === undefined &&
    application.current.every((stage) => openTask(application, stage) === undefined)
  );
}
