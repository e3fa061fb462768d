/** The applicant answers what was asked. What the law does to the clock is the permit's to say. */
import { continueClock } from "../../clock/ledger.ts";
import type { Limit } from "../../clock/limit.ts";
import type { Facts } from "../../permit/condition.ts";
import type { Permit } from "../../permit/permit.ts";
import { findStage } from "../../permit/stages.ts";
import { type Fault, Problem } from "../../problem.ts";
import { silenceAt } from "../agenda.ts";
import { type Application, openTasks, type Task } from "../application.ts";
import { assess } from "../assessment.ts";
import { type Case, reckoning } from "../case.ts";
import { clockChange } from "../clock.ts";
import type { EventBody } from "../event.ts";

/** The supplement that the applicant owes, or undefined. */
export function owedSupplement(application: Application, permit: Permit): Task | undefined {
  return openTasks(application).find(
    ({ stage, by }) => by === "applicant" && findStage(permit, stage)?.kind === "supplement",
  );
}

export interface Given {
  readonly facts: Facts;
  /** Digest of the answers as they stand. */
  readonly answers: string;
  readonly documents: readonly string[];
}

/**
 * What was corrected may change what is charged, and how long the authority has.
 * @throws Problem `wrong-state` where nothing was asked, `validation-failed` where another fee would
 *   be due than was paid
 */
export function supplement(kase: Case, { facts, answers, documents }: Given): EventBody[] {
  const { application, permit, now } = kase;
  const { ledger, paid, submittedAt = now } = application;
  const task = owedSupplement(application, permit);
  const stage = task && findStage(permit, task.stage);
  if (!task || stage?.kind !== "supplement") throw new Problem("wrong-state");
  // The applicant's time is over, whether or not the sweep has been by since.
  if (silenceAt(kase, task.stage)) throw new Problem("wrong-state");
  const { fee, limit } = assess(kase, facts, submittedAt);
  if (paid && paid.amount !== fee.amount)
    throw new Problem("validation-failed", { faults: [PAID] });
  return [
    {
      type: "Supplemented",
      stage: stage.of,
      round: task.round,
      answers,
      documents,
      ...(fee.amount !== application.fee?.amount && { fee }),
      ...(!isSame(limit, application.limit) && { limit }),
      ...(ledger && {
        clock: clockChange(
          continueClock(ledger, now, permit.clock.onSupplement, "supplement"),
          reckoning({ ...kase, application: { ...application, limit } }),
        ),
      }),
    },
  ];
}

function isSame(limit: Limit, before: Limit | undefined): boolean {
  return limit.amount === before?.amount && limit.unit === before.unit;
}

const PAID: Fault = {
  pointer: "/answers",
  code: "fee-paid",
  detail: {
    en: "With these answers another fee would be due than was paid. Correct them, or withdraw and apply anew.",
    vi: "Với nội dung này mức phí khác với số đã nộp. Hãy sửa lại, hoặc rút hồ sơ và nộp mới.",
  },
};
