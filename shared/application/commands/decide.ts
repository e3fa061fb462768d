/** An officer decides a task: approves, refuses with coded reasons, or asks for a supplement. */
import { addLimit } from "../../clock/due.ts";
import { startClock, stopClock } from "../../clock/ledger.ts";
import type { HumanStage, Permit } from "../../permit/permit.ts";
import { isPointer } from "../../permit/pointer.ts";
import { fieldAt } from "../../permit/schema.ts";
import { findStage, isHuman, ON_DEADLINE, stagesBefore } from "../../permit/stages.ts";
import { type Fault, Problem } from "../../problem.ts";
import { silenceAt } from "../agenda.ts";
import type { Task } from "../application.ts";
import { type Case, reckoning } from "../case.ts";
import { clockChange } from "../clock.ts";
import type { EventBody, SupplementRequest } from "../event.ts";
import { standingTask } from "./task.ts";

export type Decision =
  | { readonly outcome: "approve"; readonly text?: string }
  | { readonly outcome: "refuse"; readonly reasons: readonly string[]; readonly text?: string }
  | ({ readonly outcome: "supplement" } & SupplementRequest);

/**
 * @throws Problem `task-decided` where the round has an outcome, `task-claimed` where somebody else
 *   holds it, `barred` where the officer decided a stage this one must be apart from,
 *   `validation-failed` for reasons, fields or documents that the permit does not know
 */
export function decide(
  kase: Case,
  { stage: id, round, officer }: { stage: string; round: number; officer: string },
  decision: Decision,
): EventBody[] {
  const task = standingTask(kase.application, id, round);
  const stage = findStage(kase.permit, id);
  if (!stage || !isHuman(stage)) throw new Problem("not-found");
  if (task.claimedBy !== undefined && task.claimedBy !== officer) throw new Problem("task-claimed");
  if (barredBy(kase, stage, officer)) throw new Problem("barred");
  const silence = silenceAt(kase, id);
  // The law has answered for who was silent, whether or not the sweep has been by since.
  if (silence && answers(silence, stage)) throw new Problem("task-decided");
  switch (decision.outcome) {
    case "approve":
      return [approve(kase, stage, task, decision.text)];
    case "refuse":
      return [refuse(kase, stage, task, decision)];
    case "supplement":
      return [askSupplement(kase, stage, task, decision)];
  }
}

/**
 * Whether an officer decided an earlier stage that this one is kept apart from. Who signs has
 * decided none before: the signature is the second pair of eyes.
 */
function barredBy({ application, permit }: Case, stage: HumanStage, officer: string): boolean {
  const apart =
    stage.kind === "sign"
      ? stagesBefore(permit, stage.id).map(({ id }) => id)
      : (stage.apartFrom ?? []);
  return apart.some((id) => application.tasks[id]?.decidedBy === officer);
}

/** Whether silence has given the stage its outcome; leave to begin leaves that to its officers. */
function answers(silence: keyof typeof ON_DEADLINE, { kind }: HumanStage): boolean {
  if (silence === "deemedApproved") return kind !== "sign";
  return ON_DEADLINE[silence].sends !== undefined;
}

function approve(kase: Case, stage: HumanStage, { round }: Task, text?: string): EventBody {
  const accepts = stage.kind === "review" && stage.accepts && !kase.application.ledger;
  const clock = accepts && clockChange(startClock(kase.now, "accepted"), reckoning(kase));
  return {
    type: "Decided",
    stage: stage.id,
    round,
    outcome: "Approved",
    reasons: [],
    ...(text !== undefined && { text }),
    ...(clock && { clock }),
  };
}

function refuse(
  kase: Case,
  stage: HumanStage,
  { round, escalated }: Task,
  { reasons, text }: Extract<Decision, { outcome: "refuse" }>,
): EventBody {
  // By law the applicant has leave to begin, or the grant itself, which no refusal takes back.
  const leave = escalated && stage.onDeadline === "mayProceed";
  const granted = kase.application.grantedBySilence !== undefined;
  if (leave || granted || silenceAt(kase, stage.id)) throw new Problem("not-permitted");
  const faults = unknownCodes(
    reasons,
    stage.refusals.map(({ code }) => code),
    "/reasons",
  );
  if (faults.length > 0) throw new Problem("validation-failed", { faults });
  return {
    type: "Decided",
    stage: stage.id,
    round,
    outcome: "Refused",
    reasons,
    ...(text !== undefined && { text }),
  };
}

function askSupplement(
  kase: Case,
  stage: HumanStage,
  { round }: Task,
  { outcome: _, ...request }: Extract<Decision, { outcome: "supplement" }>,
): EventBody {
  const rule = stage.kind === "review" ? stage.supplement : undefined;
  if (!rule || round > rule.rounds) {
    throw new Problem("not-permitted", {
      detail: {
        en: "A supplement may not be asked for here, or not once more: the law allows one request.",
        vi: "Không được yêu cầu bổ sung ở bước này hoặc đã hết số lần yêu cầu bổ sung.",
      },
    });
  }
  const { application, permit, calendar, now } = kase;
  const kinds = permit.documents.map(({ id }) => id);
  const faults = [
    ...unknownCodes(request.documents, kinds, "/documents"),
    ...unknownFields(request.fields, permit),
    ...(request.documents.length + request.fields.length === 0 ? [NOTHING_ASKED] : []),
  ];
  if (faults.length > 0) throw new Problem("validation-failed", { faults });
  const { ledger } = application;
  return {
    type: "SupplementAsked",
    stage: stage.id,
    round,
    request,
    dueAt: addLimit(now, rule.limit, calendar),
    ...(ledger && { clock: clockChange(stopClock(ledger, now, "supplement"), reckoning(kase)) }),
  };
}

const NOTHING_ASKED: Fault = {
  pointer: "/documents",
  code: "nothing-asked",
  detail: {
    en: "Name at least one document or one field to be supplied.",
    vi: "Hãy nêu ít nhất một tài liệu hoặc một mục cần bổ sung.",
  },
};

function unknownFields(fields: readonly string[], { answers }: Permit): Fault[] {
  return fields.flatMap((field, index) =>
    isPointer(field) && fieldAt(answers, field.slice(ANSWERS.length))
      ? []
      : [{ pointer: `/fields/${index}`, code: "unknown-field", detail: NO_SUCH_FIELD }],
  );
}

const ANSWERS = "/answers";
const NO_SUCH_FIELD = {
  en: "The permit's answers have no such field.",
  vi: "Tờ khai của thủ tục không có mục này.",
};

function unknownCodes(given: readonly string[], known: readonly string[], list: string): Fault[] {
  return given.flatMap((code, index) =>
    known.includes(code)
      ? []
      : [
          {
            pointer: `${list}/${index}`,
            code: "unknown-code",
            detail: {
              en: `"${code}" is not one of ${known.join(", ")}.`,
              vi: `"${code}" không thuộc: ${known.join(", ")}.`,
            },
          },
        ],
  );
}
