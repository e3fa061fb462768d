/** Whether notice of a day to come is given in time. */
import { parseDay } from "../calendar/day.ts";
import { isInTime } from "../clock/notice.ts";
import { isCivilDate } from "../permit/answers.ts";
import { resolvePointer } from "../permit/pointer.ts";
import type { Instant } from "../ports.ts";
import type { Fault } from "../problem.ts";
import type { Rules } from "./case.ts";

type Timing = "standard" | "late" | "too-late";

/** How a notice given at a moment is timed; undefined for a permit that is none, or without the day. */
export function timingOf(
  { permit, calendar }: Pick<Rules, "permit" | "calendar">,
  answers: unknown,
  given: Instant,
): Timing | undefined {
  const { notice } = permit;
  const day = notice && resolvePointer({ answers }, notice.before);
  if (!notice || !isCivilDate(day)) return undefined;
  const before = parseDay(day);
  if (isInTime(given, before, notice.standard, calendar)) return "standard";
  return notice.late && isInTime(given, before, notice.late, calendar) ? "late" : "too-late";
}

/** The fault of a notice that is given too late, where it is asked for. */
export function noticeFaults(
  rules: Pick<Rules, "permit" | "calendar">,
  answers: unknown,
  given: Instant,
): Fault[] {
  const { notice } = rules.permit;
  return notice && timingOf(rules, answers, given) === "too-late"
    ? [{ pointer: notice.before, code: "notice-too-late", detail: TOO_LATE }]
    : [];
}

const TOO_LATE = {
  en: "This day is too near: notice must be given earlier than this before it.",
  vi: "Ngày này quá gần: phải thông báo trước sớm hơn theo quy định.",
};
