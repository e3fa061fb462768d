/** An officer decides a task, once, by one of the decisions that its kind of stage has. */
import { unitFor } from "../../authority/authority.ts";
import { type Ledger, startClock } from "../../clock/ledger.ts";
import { type Facts, holds } from "../../permit/condition.ts";
import type { ConsultStage, HumanStage, InspectStage, Stage } from "../../permit/permit.ts";
import { findStage, isHuman, ON_DEADLINE, stepIndex } from "../../permit/stages.ts";
import { type Fault, Problem } from "../../problem.ts";
import { silenceAt } from "../agenda.ts";
import type { Task } from "../application.ts";
import { isBarred } from "../barred.ts";
import { type Case, factsOf, reckoning } from "../case.ts";
import { promisedChange } from "../clock.ts";
import { DECISIONS, type Decision } from "../decision.ts";
import type { EventBody } from "../event.ts";
import { askSupplement } from "./ask-supplement.ts";
import { checklistFaults } from "./checklist.ts";
import { standingTask } from "./task.ts";
import { unknownCodes } from "./unknown-codes.ts";

/**
 * @param facts with the answers, where the stage asks about them when it is objected to
 * @throws Problem `task-decided` where the round has an outcome, `task-claimed` where somebody else
 *   holds it, `barred` where the officer decided a stage this one must be apart from or declared a
 *   conflict, `not-permitted` for what the law does not allow (any more), `validation-failed` for a
 *   decision of another kind of stage, and for what the permit does not know
 */
export function decide(
  kase: Case,
  { stage: id, round, officer }: { stage: string; round: number; officer: string },
  decision: Decision,
  facts: Facts = factsOf(kase, kase.application, undefined),
): EventBody[] {
  const task = standingTask(kase.application, id, round);
  const stage = findStage(kase.permit, id);
  if (!stage || !isHuman(stage)) throw new Problem("not-found");
  if (task.claimedBy !== undefined && task.claimedBy !== officer) throw new Problem("task-claimed");
  if (isBarred(kase, id, officer)) throw new Problem("barred");
  const silence = silenceAt(kase, id);
  // The law has answered for who was silent, whether or not the sweep has been by since.
  if (silence && answers(silence, stage)) throw new Problem("task-decided");
  const faults = faultsOf(stage, decision);
  if (faults.length > 0) throw new Problem("validation-failed", { faults });
  if (decision.outcome === "supplement") {
    const { outcome: _, ...request } = decision;
    return [askSupplement(kase, stage, task, request)];
  }
  return [decided(kase, stage, task, decision, facts)];
}

/** What may be decided at a stage as the file stands, the favourable decision first. */
export function possibleDecisions(
  kase: Case,
  stage: HumanStage,
  task: Task,
): Decision["outcome"][] {
  const given = givenBySilence(kase, stage, task);
  const may: Partial<Record<Decision["outcome"], boolean>> = {
    refuse: !given && stage.refusals.length > 0,
    uphold: !given && stage.refusals.length > 0,
    supplement: stage.kind === "review" && (stage.supplement?.rounds ?? 0) >= task.round,
    improve: given === "mayProceed" && stage.refusals.length > 0,
  };
  return DECISIONS[stage.kind].filter((outcome) => may[outcome] ?? true);
}

/** What silence gave the applicant, by this stage's limit or the whole one: nothing takes it back. */
function givenBySilence(kase: Case, stage: HumanStage, { escalated }: Task) {
  if (escalated && stage.onDeadline === "mayProceed") return "mayProceed";
  return kase.application.grantedBySilence?.effect ?? silenceAt(kase, stage.id);
}

/** Whether silence has given the stage its outcome; leave to begin leaves that to its officers. */
function answers(silence: keyof typeof ON_DEADLINE, { kind }: HumanStage): boolean {
  if (silence === "deemedApproved") return kind !== "sign";
  return ON_DEADLINE[silence].sends !== undefined;
}

/**
 * The clock starts at acceptance; where another unit is competent, when that one receives the file:
 * what was accepted after the day's cut-off is forwarded at the next opening (DOMAIN: Intake, 3 and 5).
 */
function startedFor(kase: Case, accepting: HumanStage): Ledger {
  const { application, authority, permit, calendar, now } = kase;
  const behind = permit.stages.slice(stepIndex(permit, accepting.id) + 1);
  const next = behind
    .flatMap((step): readonly Stage[] => (step.kind === "parallel" ? step.stages : [step]))
    .find(isHuman);
  const unitAt = (stage: HumanStage) => unitFor(authority, application.place, stage)?.id;
  const forwarded = next !== undefined && unitAt(next) !== unitAt(accepting);
  return forwarded
    ? startClock(now, "forwarded", calendar.received(now).at)
    : startClock(now, "accepted");
}

type Ending = Exclude<Decision, { outcome: "supplement" }>;

function faultsOf(stage: HumanStage, decision: Decision): Fault[] {
  const allowed: readonly string[] = DECISIONS[stage.kind];
  if (!allowed.includes(decision.outcome)) {
    return unknownCodes([decision.outcome], allowed, "").map((fault) => ({
      ...fault,
      pointer: "/outcome",
    }));
  }
  if (decision.outcome === "supplement") return [];
  const codes = stage.refusals.map(({ code }) => code);
  return [
    ...("reasons" in decision ? unknownCodes(decision.reasons, codes, "/reasons") : []),
    ...("checklist" in decision && stage.kind === "inspect"
      ? checklistFaults(stage, decision.checklist, decision.outcome === "pass")
      : []),
    ...(decision.outcome === "improve" && stage.kind === "hear" && !decision.hearing
      ? [NOT_HEARD]
      : []),
  ];
}

const NOT_HEARD: Fault = {
  pointer: "/hearing",
  code: "required",
  detail: {
    en: "Say when the hearing was held, and whether the applicant attended.",
    vi: "Hãy ghi ngày tổ chức phiên giải trình và người đề nghị có tham dự hay không.",
  },
};

function decided(
  kase: Case,
  stage: HumanStage,
  task: Task,
  decision: Ending,
  facts: Facts,
): Extract<EventBody, { type: "Decided" }> {
  const { outcome, as } = meaningOf(kase, stage, task, decision, facts);
  const accepts =
    outcome === "Approved" && stage.kind === "review" && stage.accepts && !kase.application.ledger;
  const clock = accepts && promisedChange(startedFor(kase, stage), reckoning(kase));
  return {
    type: "Decided",
    stage: stage.id,
    round: task.round,
    outcome,
    ...(as && { as }),
    reasons: "reasons" in decision ? decision.reasons : [],
    ...(decision.text !== undefined && { text: decision.text }),
    ...("checklist" in decision && { checklist: decision.checklist }),
    ...("hearing" in decision && decision.hearing && { hearing: decision.hearing }),
    ...(clock && { clock }),
  };
}

interface Meaning {
  readonly outcome: "Approved" | "Refused";
  readonly as?: "objected" | "improvementNotice";
}

function meaningOf(
  kase: Case,
  stage: HumanStage,
  task: Task,
  { outcome }: Ending,
  facts: Facts,
): Meaning {
  const given = givenBySilence(kase, stage, task);
  switch (outcome) {
    case "approve":
    case "consent":
    case "pass":
    case "dismiss":
      return { outcome: "Approved" };
    case "refuse":
    case "uphold":
      if (given) throw new Problem("not-permitted", { detail: GIVEN });
      return { outcome: "Refused" };
    case "improve":
      if (given !== "mayProceed") throw new Problem("not-permitted", { detail: NO_LEAVE });
      return { outcome: "Approved", as: "improvementNotice" };
    case "object":
    case "fail":
      return !given && refusesAlone(stage as ConsultStage | InspectStage, facts)
        ? { outcome: "Refused" }
        : { outcome: "Approved", as: "objected" };
  }
}

function refusesAlone({ objectionRefusesIf }: ConsultStage | InspectStage, facts: Facts): boolean {
  return objectionRefusesIf === undefined || holds(objectionRefusesIf, facts);
}

const GIVEN = {
  en: "The time has run out: by law the applicant may begin, or has the approval, and no refusal takes that back.",
  vi: "Đã hết thời hạn: theo luật, người đề nghị được phép bắt đầu hoặc được coi là chấp thuận và không thể bị từ chối.",
};
const NO_LEAVE = {
  en: "An improvement notice takes the place of a refusal only once leave to begin was given.",
  vi: "Chỉ được yêu cầu khắc phục thay cho từ chối khi đã có quyền bắt đầu.",
};
