/** An officer who foresees that the date cannot be kept apologises and promises another one, once. */
import { parseDay } from "../../calendar/day.ts";
import type { ClockRefusal } from "../../clock/ledger.ts";
import { REFUSAL_TEXTS } from "../../clock/wording.ts";
import { Problem } from "../../problem.ts";
import { type Case, reckoning } from "../case.ts";
import { promisedChange } from "../clock.ts";
import type { EventBody } from "../event.ts";
import { type LatenessReason, mayReschedule, rescheduled } from "../lateness.ts";
import { standingTask } from "./task.ts";

export interface NewDatePromised {
  /** The new last day, `YYYY-MM-DD`: a working day of the authority, later than the one promised. */
  readonly to: string;
  readonly reason: Exclude<LatenessReason, "foreseen">;
  /** What the applicant is told beside the reason. */
  readonly text?: string | undefined;
}

/** Refusals that another date would mend; the others stand whatever the date. */
const OF_THE_DATE: readonly ClockRefusal[] = ["not-later", "not-a-working-day"];

/**
 * @throws Problem `wrong-state` where no clock runs towards a date, `validation-failed` for a date
 *   that cannot be promised, `not-permitted` where the law allows none (any more)
 */
export function reschedule(
  kase: Case,
  { stage, round }: { stage: string; round: number },
  { to, reason, text }: NewDatePromised,
): EventBody[] {
  const { application } = kase;
  standingTask(application, stage, round);
  const { dueAt } = application;
  if (dueAt === undefined) throw new Problem("wrong-state");
  if (!mayReschedule(kase)) throw new Problem("not-permitted", { detail: LAW_ANSWERS });
  const result = rescheduled(kase, parseDay(to), reason);
  if (!result) throw new Problem("wrong-state");
  if (!result.ok) throw problemOf(result.refusal);
  const clock = promisedChange(result, reckoning(kase));
  return [{ type: "Apologised", dueAt, reason, to, ...(text !== undefined && { text }), clock }];
}

function problemOf(refusal: ClockRefusal): Problem {
  const detail = REFUSAL_TEXTS[refusal];
  return OF_THE_DATE.includes(refusal)
    ? new Problem("validation-failed", { faults: [{ pointer: "/to", code: refusal, detail }] })
    : new Problem("not-permitted", { detail });
}

const LAW_ANSWERS = {
  en: "The law itself says what follows when the time has run out: no other date can be promised.",
  vi: "Pháp luật đã quy định hệ quả khi hết thời hạn: không được hẹn lại ngày khác.",
};
