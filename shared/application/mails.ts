/** Which mails an event owes, and to whom; their texts are made when they are sent (`shared/mail`). */
import type { StatusAction } from "../licence/status.ts";
import type { Instant } from "../ports.ts";
import { type Application, openTasks } from "./application.ts";
import type { EventBody, Phase, Seat } from "./event.ts";
import type { LatenessReason } from "./lateness.ts";

interface Owed {
  /** Number of the event that owes it. */
  readonly seq: number;
  /** Tells the mails of one event apart; absent for the first. */
  readonly part?: number;
}

export interface ToApplicant {
  readonly party: string;
  readonly language: string;
}

/** To the officers of a seat, or to the one of them who has the task. */
export interface ToOfficers extends Seat {
  readonly person?: string;
}

/** Their application has come to another phase. */
export interface PhaseMail extends Owed, ToApplicant {
  readonly phase: Phase;
}

export type Notice =
  /** To the applicant: the date is not kept; another one is promised, where it may be. */
  | {
      readonly about: "apology";
      readonly from: Instant;
      readonly to?: Instant;
      readonly reason: LatenessReason;
    }
  /** To the applicant: the calendar changed, and with it the date; or their own, for a stage. */
  | { readonly about: "moved"; readonly from: Instant; readonly to: Instant }
  | { readonly about: "known"; readonly to: Instant }
  | { readonly about: "termMoved"; readonly to: Instant; readonly stage: string }
  /** To the applicant: the date was missed. */
  | { readonly about: "overdue"; readonly from: Instant }
  /** To the applicant: silence lets them begin, or approves. */
  | { readonly about: "mayProceed" | "deemedApproved"; readonly from: Instant }
  /** To officers: the date comes near. */
  | { readonly about: "warning"; readonly to: Instant; readonly stage: string }
  /** To the superior: a task, or the whole file, is late. */
  | { readonly about: "escalation"; readonly stage: string }
  | { readonly about: "missed"; readonly from: Instant }
  /** To the superior: an officer has declared a conflict. */
  | { readonly about: "conflict"; readonly stage: string }
  /** To the applicant, who has leave to begin: what must be put right. */
  | { readonly about: "improvement"; readonly stage: string }
  /** To the holder: the status of the licence was changed. */
  | { readonly about: StatusAction; readonly from: Instant; readonly statusReason: string }
  /** To the holder: the licence may be renewed, or soon may not any more. */
  | { readonly about: "renewalOpens" | "renewalCloses"; readonly to: Instant };

export type NoticeMail = Owed & { readonly notice: Notice } & (ToApplicant | ToOfficers);

export type OwedMail = PhaseMail | NoticeMail;

/** What an event owes, given the application before and after it. */
export function owedMails(
  seq: number,
  event: EventBody,
  before: Application | undefined,
  after: Application,
): OwedMail[] {
  const { party, language, phase } = after;
  const changed = phase !== (before?.phase ?? "draft");
  const mails = [
    ...(changed ? [{ phase, party, language }] : []),
    ...noticesOf(event, after).map(({ notice, to }) => ({
      notice,
      ...(to === "applicant" ? { party, language } : to),
    })),
  ];
  return mails.map((mail, index) => ({ seq, ...(index > 0 && { part: index + 1 }), ...mail }));
}

interface Addressed {
  readonly notice: Notice;
  readonly to: "applicant" | ToOfficers;
}

function noticesOf(event: EventBody, after: Application): Addressed[] {
  switch (event.type) {
    case "Warned":
      return openTasks(after).flatMap(({ stage, unit, role, claimedBy }) =>
        unit === undefined || role === undefined
          ? []
          : [
              {
                notice: { about: "warning", to: event.dueAt, stage },
                to: { unit, role, ...(claimedBy !== undefined && { person: claimedBy }) },
              },
            ],
      );
    case "Escalated": {
      const { stage, superior } = event;
      return superior ? [{ notice: { about: "escalation", stage }, to: superior }] : [];
    }
    case "ConflictDeclared": {
      const { stage, superior } = event;
      return superior ? [{ notice: { about: "conflict", stage }, to: superior }] : [];
    }
    case "Decided":
      return event.as === "improvementNotice"
        ? [{ notice: { about: "improvement", stage: event.stage }, to: "applicant" }]
        : [];
    case "Apologised": {
      const { dueAt: from, reason, clock } = event;
      const to = clock?.dueAt;
      const notice = { about: "apology", from, reason, ...(to !== undefined && { to }) } as const;
      return [{ notice, to: "applicant" }];
    }
    case "DueMoved":
      return movedDates(event, after).map((notice) => ({ notice, to: "applicant" }));
    case "LimitPassed":
      return [
        ...toldOfLimit(event),
        ...event.superiors.map(
          (to): Addressed => ({ notice: { about: "missed", from: event.dueAt }, to }),
        ),
      ];
    case "DeadlinePassed":
      return event.effect === "mayProceed"
        ? [{ notice: { about: "mayProceed", from: event.fellDue }, to: "applicant" }]
        : [];
    case "LicenceStatusDecided": {
      const { action: about, effectiveAt: from, reason: statusReason } = event;
      return [{ notice: { about, from, statusReason }, to: "applicant" }];
    }
    case "RenewalReminded": {
      const about = event.occasion === "opens" ? "renewalOpens" : "renewalCloses";
      const { expiresAt: to } = after;
      return to === undefined ? [] : [{ notice: { about, to }, to: "applicant" }];
    }
    default:
      return [];
  }
}

/** Dates of officers' tasks are theirs; the applicant hears of the promise and of their own. */
function movedDates(
  { from, clock, tasks }: Extract<EventBody, { type: "DueMoved" }>,
  after: Application,
): Notice[] {
  const to = clock?.dueAt;
  const promise: Notice[] =
    to === undefined
      ? []
      : [from === undefined ? { about: "known", to } : { about: "moved", from, to }];
  const own = Object.entries(tasks).filter(([stage]) => after.tasks[stage]?.by === "applicant");
  return [
    ...promise,
    ...own.map(([stage, due]): Notice => ({ about: "termMoved", to: due, stage })),
  ];
}

/** A refusal by silence is told as every refusal is: by the change of phase. */
function toldOfLimit({
  dueAt: from,
  effect,
}: Extract<EventBody, { type: "LimitPassed" }>): Addressed[] {
  if (effect === "deemedRefused") return [];
  const about = effect === "escalate" ? "overdue" : effect;
  return [{ notice: { about, from }, to: "applicant" }];
}
