/** An officer asks the applicant to add or correct what is named, once and completely. */
import { addLimit } from "../../clock/due.ts";
import { stopClock } from "../../clock/ledger.ts";
import type { HumanStage, Permit } from "../../permit/permit.ts";
import { isPointer } from "../../permit/pointer.ts";
import { fieldAt } from "../../permit/schema.ts";
import { type Fault, Problem } from "../../problem.ts";
import type { Task } from "../application.ts";
import { type Case, reckoning } from "../case.ts";
import { clockChange } from "../clock.ts";
import type { EventBody, SupplementRequest } from "../event.ts";
import { unknownCodes } from "./unknown-codes.ts";

/**
 * @throws Problem `not-permitted` where the permit allows none here, or not one more;
 *   `validation-failed` naming every field and document that it does not know
 */
export function askSupplement(
  kase: Case,
  stage: HumanStage,
  { round }: Task,
  request: SupplementRequest,
): EventBody {
  const rule = stage.kind === "review" ? stage.supplement : undefined;
  if (!rule || round > rule.rounds) throw new Problem("not-permitted", { detail: NOT_AGAIN });
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

const NOT_AGAIN = {
  en: "A supplement may not be asked for here, or not once more: the law allows one request.",
  vi: "Không được yêu cầu bổ sung ở bước này hoặc đã hết số lần yêu cầu bổ sung.",
};

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
