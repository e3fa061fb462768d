/** What follows from a permit's stages: their order, their derived supplement stages, their outcomes. */
import { fill } from "../text.ts";
import type {
  HumanStage,
  OnDeadline,
  ParallelGroup,
  Permit,
  PermitDefinition,
  Stage,
  SupplementStage,
} from "./permit.ts";

/** A stage as a task is opened for it: an own one, or the applicant's answer to a supplement request. */
export type OpenedStage = Stage | SupplementStage;

/**
 * How a stage ends. `Approved` is a success of its task (granted, consented, paid, supplemented,
 * skipped); every other one is sent as the error of that name and leaves the straight line.
 */
export type StageOutcome =
  | "Approved"
  | "Refused"
  | "SupplementRequired"
  | "Withdrawn"
  | "DeadlinePassed";

/**
 * What the sweeper does when a limit has run out: what it sends to the state machine, and how the
 * outcome is recorded, which names no officer. Where nothing is sent, the task stays open.
 */
export const ON_DEADLINE = {
  /** The superior officer is told; the task stays open and late. Lateness never blocks the result. */
  escalate: { sends: undefined, recorded: "escalated" },
  /** The law says that silence approves. */
  deemedApproved: { sends: "Approved", recorded: "deemedApproved" },
  /** The law says that a unit which was asked and is silent has consented. */
  deemedConsent: { sends: "Approved", recorded: "deemedConsent" },
  /** The law says that silence refuses. */
  deemedRefused: { sends: "Refused", recorded: "deemedRefused" },
  /** Leave to begin without a licence; the task stays open, and from now on it cannot be refused. */
  mayProceed: { sends: undefined, recorded: "mayProceed" },
  /** The applicant did not act: the file is closed. */
  lapse: { sends: "DeadlinePassed", recorded: "lapsed" },
  /** The applicant did not supplement: the officer decides on what there is. */
  return: { sends: "Approved", recorded: "notSupplemented" },
} as const satisfies Record<
  OnDeadline | SupplementStage["onDeadline"],
  { readonly sends: StageOutcome | undefined; readonly recorded: string }
>;

/** How a decided stage stands among the facts of a case: `/stages/<id>/outcome`. */
export const DECIDED_AS = [
  "approved",
  /** A consulted unit objected, and the objection did not refuse the application by itself. */
  "objected",
  "skipped",
  "deemedApproved",
  "deemedConsent",
  /** What would have refused, had the law not given leave to begin. */
  "improvementNotice",
] as const;

/** How a stage's outcome is recorded, where the outcome alone does not say it. */
export type RecordedAs =
  | Exclude<(typeof DECIDED_AS)[number], "approved">
  | (typeof ON_DEADLINE)[keyof typeof ON_DEADLINE]["recorded"];

const SUPPLEMENT = "-supplement";
const SUPPLEMENT_TITLE = { en: "Supplement: {stage}", vi: "Bổ sung hồ sơ: {stage}" };

/** The stages of a permit in order, a parallel group's one after the other, without the derived ones. */
export function stagesOf(permit: PermitDefinition): Stage[] {
  return permit.stages.flatMap((step): readonly Stage[] =>
    step.kind === "parallel" ? step.stages : [step],
  );
}

/** The supplement stage that a stage's rule gives rise to, or undefined. */
export function supplementStageOf(stage: Stage): SupplementStage | undefined {
  if (stage.kind !== "review" || !stage.supplement) return undefined;
  const { limit, rounds, basis, onSilence } = stage.supplement;
  return {
    kind: "supplement",
    id: supplementIdOf(stage.id),
    title: fill(SUPPLEMENT_TITLE, { stage: stage.title }),
    of: stage.id,
    limit,
    rounds,
    onDeadline: onSilence === "return" ? "return" : "lapse",
    ...(basis && { basis }),
  };
}

/** The id of the supplement stage of a stage. */
export const supplementIdOf = (stageId: string): string => `${stageId}${SUPPLEMENT}`;

/** A stage by its id, the derived supplement stages included, or undefined. */
export function findStage(permit: PermitDefinition, id: string): OpenedStage | undefined {
  return stagesOf(permit)
    .flatMap((stage): (OpenedStage | undefined)[] => [stage, supplementStageOf(stage)])
    .find((stage) => stage?.id === id);
}

/** The parallel group that a stage stands in, or undefined. */
export function groupOf(permit: PermitDefinition, stageId: string): ParallelGroup | undefined {
  return permit.stages
    .filter((step) => step.kind === "parallel")
    .find((group) => group.stages.some((stage) => stage.id === stageId));
}

/** What stands before a stage on the straight line: a stage or a whole group; undefined for the first. */
export function previousOf(
  permit: PermitDefinition,
  stageId: string,
): Stage | ParallelGroup | undefined {
  return permit.stages[stepIndex(permit, stageId) - 1];
}

/** What comes after a stage on the straight line: a stage or a whole group; undefined for the last. */
export function nextOf(
  permit: PermitDefinition,
  stageId: string,
): Stage | ParallelGroup | undefined {
  const index = stepIndex(permit, stageId);
  return index < 0 ? undefined : permit.stages[index + 1];
}

/** The stages that stand before a stage on the straight line; its own siblings in a group do not. */
export function stagesBefore(permit: PermitDefinition, stageId: string): Stage[] {
  const earlier = permit.stages.slice(0, Math.max(stepIndex(permit, stageId), 0));
  return earlier.flatMap((step): readonly Stage[] =>
    step.kind === "parallel" ? step.stages : [step],
  );
}

/** Position on the straight line of the step that is or holds a stage (or asks for the supplement). */
export function stepIndex(permit: PermitDefinition, stageId: string): number {
  const found = findStage(permit, stageId);
  const own = found?.kind === "supplement" ? found.of : stageId;
  return permit.stages.findIndex((step) =>
    step.kind === "parallel"
      ? step.id === own || step.stages.some(({ id }) => id === own)
      : step.id === own,
  );
}

/** The stage whose approval accepts the file as complete and starts the statutory clock. */
export function acceptingStage(permit: PermitDefinition): HumanStage {
  const stage = stagesOf(permit).find((one) => one.kind === "review" && one.accepts);
  if (!stage) throw new Error(`Permit ${permit.id} has no stage that accepts the file.`);
  return stage as HumanStage;
}

/** The outcomes that a stage may have, `Approved` first. An unknown stage has none. */
export function outcomesOf(permit: PermitDefinition, stageId: string): StageOutcome[] {
  const stage = findStage(permit, stageId);
  if (!stage) return [];
  if (stage.kind === "issue") return ["Approved"];
  const onDeadline = ON_DEADLINE[onDeadlineOf(stage)].sends;
  const refusable =
    ("refusals" in stage && stage.refusals.length > 0) ||
    permit.clock.onDeadline === "deemedRefused";
  return [
    "Approved",
    ...(refusable || onDeadline === "Refused" ? (["Refused"] as const) : []),
    ...(stage.kind === "review" && stage.supplement ? (["SupplementRequired"] as const) : []),
    "Withdrawn",
    ...(onDeadline === "DeadlinePassed" ? (["DeadlinePassed"] as const) : []),
  ];
}

/** What happens when a stage's limit has run out, with the default that the vocabulary gives. */
export function onDeadlineOf(
  stage: Exclude<OpenedStage, { kind: "issue" }>,
): keyof typeof ON_DEADLINE {
  return stage.onDeadline ?? (stage.kind === "pay" ? "lapse" : "escalate");
}

/** Stages in which officers act: all but paying, issuing and supplementing. */
export function isHuman(stage: OpenedStage): stage is HumanStage {
  return stage.kind !== "pay" && stage.kind !== "issue" && stage.kind !== "supplement";
}

/**
 * The stages whose deciders may not decide this one: those it names, and for a signature every
 * stage before it in which somebody decided.
 */
export function apartFrom(permit: PermitDefinition, stageId: string): string[] {
  const stage = findStage(permit, stageId);
  if (!stage || !isHuman(stage)) return [];
  const earlier = stage.kind === "sign" ? stagesBefore(permit, stageId).filter(isHuman) : [];
  return [...new Set([...(stage.apartFrom ?? []), ...earlier.map(({ id }) => id)])];
}

/** The first thing on the straight line. */
export function firstStep(permit: Permit): Stage | ParallelGroup {
  const [first] = permit.stages;
  if (!first) throw new Error(`Permit ${permit.id} has no stages.`);
  return first;
}
