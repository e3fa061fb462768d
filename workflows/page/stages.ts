/** The part of a permit's page about its stages: who does what, by when, and what silence means. */
import { limitInWords } from "../../shared/permit/duration.ts";
import { conditionInWords } from "../../shared/permit/fact-label.ts";
import type {
  ConsultStage,
  InspectStage,
  Permit,
  Stage,
  SupplementStage,
} from "../../shared/permit/permit.ts";
import {
  groupOf,
  isHuman,
  type ON_DEADLINE,
  onDeadlineOf,
  stagesOf,
  supplementStageOf,
} from "../../shared/permit/stages.ts";
import type { Text } from "../../shared/text.ts";
import { table } from "./markdown.ts";
import { basisInWords, type Speak } from "./speak.ts";
import { WORDS } from "./words.ts";

export function stagesSection(permit: Permit, speak: Speak): string {
  const rows = stagesOf(permit).map((stage, index) => [
    String(index + 1),
    titleOf(permit, stage, speak),
    whoOf(permit, stage, speak),
    stage.kind !== "issue" && stage.limit ? speak(limitInWords(stage.limit)) : "",
    remarksOf(permit, stage, speak).join("; "),
  ]);
  const head = [WORDS.stage, WORDS.who, WORDS.within, WORDS.remarks].map((word) => speak(word));
  return table([["", ...head], ...rows]);
}

function titleOf(permit: Permit, stage: Stage, speak: Speak): string {
  const group = groupOf(permit, stage.id);
  return group
    ? speak(WORDS.together, { stage: stage.title, group: group.title })
    : speak(stage.title);
}

function whoOf(permit: Permit, stage: Stage, speak: Speak): string {
  if (stage.kind === "issue") return speak(WORDS.platform);
  if (!isHuman(stage)) return speak(WORDS.applicant);
  const title = permit.roles.find(({ id }) => id === stage.role)?.title;
  return title ? speak(title) : stage.role;
}

const SILENCE: Readonly<Record<keyof typeof ON_DEADLINE, Text | undefined>> = {
  escalate: undefined,
  lapse: WORDS.lapseStage,
  return: WORDS.return,
  deemedApproved: WORDS.deemedApproved,
  deemedRefused: WORDS.deemedRefused,
  deemedConsent: WORDS.deemedConsent,
  mayProceed: WORDS.leaveToBegin,
};

function remarksOf(permit: Permit, stage: Stage, speak: Speak): string[] {
  if (stage.kind === "issue") return [];
  const supplement = supplementStageOf(stage);
  const silence = SILENCE[onDeadlineOf(stage)];
  return [
    ...(stage.when
      ? [speak(WORDS.onlyIf, { condition: conditionInWords(permit, stage.when) })]
      : []),
    ...(stage.kind === "review" && stage.accepts ? [speak(WORDS.accepts)] : []),
    ...(supplement ? [supplementInWords(supplement, speak)] : []),
    ...(silence ? [speak(silence)] : []),
    ...(stage.kind === "consult" || stage.kind === "inspect"
      ? [objectionInWords(permit, stage, speak)]
      : []),
    ...(stage.basis ? [basisInWords(stage.basis, speak)] : []),
  ];
}

function objectionInWords(
  permit: Permit,
  { objectionRefusesIf: condition }: ConsultStage | InspectStage,
  speak: Speak,
): string {
  if (!condition) return speak(WORDS.objectionRefuses);
  if ("any" in condition && condition.any.length === 0) return speak(WORDS.objectionIsWeighed);
  return speak(WORDS.objectionRefusesIf, { condition: conditionInWords(permit, condition) });
}

function supplementInWords({ rounds, limit, onDeadline }: SupplementStage, speak: Speak): string {
  return speak(WORDS.supplement, {
    times: rounds === 1 ? WORDS.once : speak(WORDS.often, { rounds }),
    limit: limitInWords(limit),
    silence: WORDS[onDeadline],
  });
}
