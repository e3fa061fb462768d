/**
 * The execution arrives at a stage. The task is found again by (application, stage, round) however
 * often it arrives, so a retry, a replay by the next run and the first arrival are one command.
 */
import { unitFor } from "../../authority/authority.ts";
import { clockState, stopClock } from "../../clock/ledger.ts";
import { type Facts, holds } from "../../permit/condition.ts";
import type { HumanStage, PayStage } from "../../permit/permit.ts";
import { findStage, groupOf, isHuman, stepIndex, supplementIdOf } from "../../permit/stages.ts";
import type { Application } from "../application.ts";
import { type Case, reckoning } from "../case.ts";
import { clockChange, ifKnown, termDueAt } from "../clock.ts";
import { type Call, type EventBody, isFinal, type Outcome } from "../event.ts";

export type Arrival =
  /** The file stands at the stage now; the token belongs to this round. */
  | { readonly kind: "standing"; readonly round: number; readonly events: readonly EventBody[] }
  /** The file has ended: the execution is told so by the error of this name. */
  | { readonly kind: "ended"; readonly outcome: Outcome }
  /** The execution is not the one that leads: it has to stop. */
  | { readonly kind: "superseded" };

/**
 * @param arrival `run`: number of the execution that arrives; `call`: which of its calls, absent from
 *   a state machine of before calls were told apart
 * @throws Error where the permit or the authority lacks what the stage needs: no person can mend
 *   that from outside, so the execution fails and the sweep tries again
 */
export function arrive(
  kase: Case,
  arrival: { stage: string; run: number; call?: Call },
  facts: Facts,
): Arrival {
  const { application, permit } = kase;
  const { stage: id, run, call } = arrival;
  if (run !== application.run || application.closedAt !== undefined) {
    return { kind: "superseded" };
  }
  if (isFinal(application.phase)) {
    return { kind: "ended", outcome: endOf(application) };
  }
  if (isBehind(kase, id) || isGivenUp(application, id, call)) return { kind: "superseded" };
  const stage = findStage(permit, id);
  if (!stage || stage.kind === "issue") {
    throw new Error(`permit ${permit.id} v${permit.version} opens no task at ${id}`);
  }
  const round = roundAt(application, id);
  const standing = (event: EventBody): Arrival => ({ kind: "standing", round, events: [event] });
  const told = { ...besideIn(kase, id), ...(call && { call }) };
  if (application.tasks[id]?.round === round) {
    return standing({ type: "StageEntered", stage: id, run, ...told });
  }
  if (stage.kind === "supplement") {
    throw new Error(`nobody asked for a supplement at ${stage.of}`);
  }
  if (skips(stage, kase, facts)) {
    return standing({ type: "StageSkipped", stage: id, round, ...told });
  }
  const opened = isHuman(stage)
    ? openForOfficer(kase, stage, round)
    : openForPayment(kase, stage, round);
  return standing({ ...opened, ...told });
}

/** A run goes forward: what arrives behind it is a call that was repeated late, with a dead token. */
function isBehind({ application, permit }: Case, stage: string): boolean {
  return application.current.some((each) => stepIndex(permit, each) > stepIndex(permit, stage));
}

/** A call that a newer one of the same run has overtaken: nobody waits for its token any more. */
function isGivenUp({ current, tasks }: Application, stage: string, call?: Call): boolean {
  const newest = current.includes(stage) ? tasks[stage]?.call : undefined;
  if (!call || !newest) return false;
  const later = newest.entered - call.entered;
  return later > 0 || (later === 0 && newest.attempt > call.attempt);
}

/** The stages of the same group that the run stands at: they are not left when this one opens. */
function besideIn({ application, permit }: Case, stage: string): { beside?: readonly string[] } {
  const siblings = groupOf(permit, stage)?.stages.map(({ id }) => id) ?? [];
  const beside = application.current.filter((each) => each !== stage && siblings.includes(each));
  return beside.length > 0 ? { beside } : {};
}

/** The round that a stage is in, or will be: a supplement that was answered begins the next one. */
export function roundAt(application: Application, stage: string): number {
  const task = application.tasks[stage];
  if (!task) return 1;
  const supplement = application.tasks[supplementIdOf(stage)];
  const answered =
    task.outcome === "SupplementRequired" &&
    supplement?.round === task.round &&
    supplement.outcome === "Approved";
  return answered ? task.round + 1 : task.round;
}

function endOf({ phase }: Application): Outcome {
  if (phase === "refused") return "Refused";
  return phase === "lapsed" ? "DeadlinePassed" : "Withdrawn";
}

function skips(stage: HumanStage | PayStage, kase: Case, facts: Facts): boolean {
  if (stage.when && !holds(stage.when, facts)) return true;
  return stage.kind === "pay" && (kase.application.fee?.amount ?? 0) === 0;
}

type Opened = Extract<EventBody, { type: "StageOpened" }>;

function openForOfficer(kase: Case, stage: HumanStage, round: number): Opened {
  const { application, authority } = kase;
  const unit = unitFor(authority, application.place, stage);
  if (!unit) {
    const { role, level } = stage;
    throw new Error(`${authority.id} has no ${role} at level ${level} for ${application.place}`);
  }
  const dueAt = ifKnown(() => termDueAt(kase, stage, round, kase.now));
  return {
    type: "StageOpened",
    stage: stage.id,
    round,
    by: "officer",
    unit: unit.id,
    role: stage.role,
    ...(dueAt !== undefined && { dueAt }),
  };
}

function openForPayment(kase: Case, stage: PayStage, round: number): Opened {
  const { application, permit, now } = kase;
  const dueAt = ifKnown(() => termDueAt(kase, stage, round, now));
  const { ledger } = application;
  const pauses = ledger && permit.clock.onPayment === "pause" && clockState(ledger) === "running";
  return {
    type: "StageOpened",
    stage: stage.id,
    round,
    by: "applicant",
    phase: "payment",
    ...(dueAt !== undefined && { dueAt }),
    ...(pauses && { clock: clockChange(stopClock(ledger, now, "payment"), reckoning(kase)) }),
  };
}
