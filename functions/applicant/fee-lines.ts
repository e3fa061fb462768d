/** Why a fee is what it is, for who pays it. */
import { feeOf } from "../../shared/application/assessment.ts";
import { type Case, factsOf } from "../../shared/application/case.ts";
import { renewalFacts } from "../../shared/application/commands/renew.ts";
import { timingOf } from "../../shared/application/notice.ts";
import { type AssessedFee, FeeError } from "../../shared/permit/fee.ts";
import { say } from "../../shared/text.ts";
import { basisView } from "../public/view.ts";

/**
 * @returns undefined where it cannot be told yet: a draft lacks what is counted, or a supplement is
 *   being answered and the fee rests on what was handed in before
 */
export function feeLines(kase: Case, answers: unknown, language: string) {
  const { application, now } = kase;
  const fee = assessed(kase, answers, application.submittedAt ?? now);
  if (!fee || (application.fee && application.fee.amount !== fee.total)) return undefined;
  return fee.lines.map(({ title, quantity, unitAmount, amount, explanation, basis }) => ({
    title: say(title, language),
    quantity,
    unitAmount,
    amount,
    explanation: say(explanation, language),
    basis: basisView(basis, language),
  }));
}

function assessed(kase: Case, answers: unknown, at: number): AssessedFee | undefined {
  const timing = kase.application.notice ?? timingOf(kase, answers, at);
  const told = timing && timing !== "too-late" ? { notice: { timing } } : {};
  try {
    const facts = { ...factsOf(kase, kase.application, answers), ...renewalFacts(kase), ...told };
    return feeOf(kase, facts, at);
  } catch (error) {
    if (error instanceof FeeError) return undefined;
    throw error;
  }
}
