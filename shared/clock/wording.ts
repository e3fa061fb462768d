/** An explanation in a reader's language. A third language adds its texts to these tables. */
import type { DayKind } from "../calendar/calendar.ts";
import { dateParts, parseDay, weekdayOf } from "../calendar/day.ts";
import { say, type Text } from "../text.ts";
import type { ExplainedDay, Explanation, Verdict } from "./explain.ts";
import type { ClockRefusal } from "./ledger.ts";
import type { LimitUnit } from "./limit.ts";

export const VERDICT_TEXTS = {
  arrived: { en: "arrived after hours", vi: "nộp ngoài giờ" },
  "first-day": { en: "first day, not counted", vi: "ngày đầu, không tính" },
  counted: { en: "counted", vi: "được tính" },
  closed: { en: "not counted", vi: "không tính" },
  stopped: { en: "clock stopped", vi: "tạm dừng tính thời hạn" },
  rolled: {
    en: "not worked: moves to the next working day",
    vi: "ngày nghỉ: chuyển sang ngày làm việc tiếp theo",
  },
  "last-day": { en: "last day", vi: "ngày cuối của thời hạn" },
  rescheduled: { en: "within the new date", vi: "thuộc thời hạn hẹn lại" },
} as const satisfies Record<Verdict, Text>;

export const KIND_TEXTS = {
  "working-day": { en: "working day", vi: "ngày làm việc" },
  "rest-day": { en: "weekly day of rest", vi: "ngày nghỉ hằng tuần" },
  holiday: { en: "holiday", vi: "ngày lễ" },
  lieu: { en: "day in lieu", vi: "ngày nghỉ bù" },
  "swapped-off": { en: "day off, worked on another day", vi: "ngày nghỉ hoán đổi" },
  "make-up": { en: "make-up working day", vi: "ngày làm bù" },
  "part-day": { en: "part day", vi: "ngày làm việc một phần" },
} as const satisfies Record<DayKind | "working-day" | "rest-day", Text>;

export const UNIT_TEXTS = {
  hours: { en: "hours", vi: "giờ" },
  workingHours: { en: "working hours", vi: "giờ làm việc" },
  workingDays: { en: "working days", vi: "ngày làm việc" },
  calendarDays: { en: "days", vi: "ngày" },
  months: { en: "months", vi: "tháng" },
} as const satisfies Record<LimitUnit, Text>;

export const REFUSAL_TEXTS = {
  "not-running": { en: "The clock does not run.", vi: "Thời hạn hiện không được tính." },
  "not-stopped": { en: "The clock is not stopped.", vi: "Thời hạn hiện không tạm dừng." },
  ended: { en: "The clock has ended.", vi: "Thời hạn đã kết thúc." },
  "back-in-time": {
    en: "That moment lies before the clock's last change.",
    vi: "Thời điểm này trước lần thay đổi gần nhất của thời hạn.",
  },
  "not-more": { en: "An extension adds time.", vi: "Gia hạn phải thêm thời gian." },
  "rescheduled-before": {
    en: "A new date was promised before; the law allows one.",
    vi: "Đã hẹn lại một lần; chỉ được hẹn lại một lần.",
  },
  "rescheduled-too-late": {
    en: "A new date is promised at least one day before the due date.",
    vi: "Phải hẹn lại ít nhất một ngày trước ngày hẹn trả.",
  },
  "not-later": {
    en: "The new date lies after the due date.",
    vi: "Ngày hẹn lại phải sau ngày hẹn trả.",
  },
  "not-a-working-day": {
    en: "The new date is a working day.",
    vi: "Ngày hẹn lại phải là ngày làm việc.",
  },
} as const satisfies Record<ClockRefusal, Text>;

const WEEKDAYS = {
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  vi: ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"],
} as const;

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** A date as people write it: `Mon 2 March 2026`, `Thứ Hai 02/03/2026`. */
export function dateInWords(date: string, language: string): string {
  const day = parseDay(date);
  const { year, month, dayOfMonth } = dateParts(day);
  const weekday = weekdayOf(day) - 1;
  if (language !== "vi") {
    return `${WEEKDAYS.en[weekday]} ${dayOfMonth} ${MONTHS[month - 1]} ${year}`;
  }
  const two = (value: number) => String(value).padStart(2, "0");
  return `${WEEKDAYS.vi[weekday]} ${two(dayOfMonth)}/${two(month)}/${year}`;
}

/** One day's sentence: the date, what it counted for, and why not where it did not. */
export function dayInWords(day: ExplainedDay, explanation: Explanation, language: string): string {
  const { verdict, facts, sum, counted } = day;
  const why = [
    ...(verdict === "counted" && facts.kind === "working-day"
      ? []
      : [say(KIND_TEXTS[facts.kind], language)]),
    ...(facts.title ? [say(facts.title, language)] : []),
    ...(facts.source ? [facts.source.title] : []),
  ].join(", ");
  const amount =
    verdict === "counted"
      ? ` ${figure(counted)} (${figure(sum)}/${figure(explanation.counted)} ${say(UNIT_TEXTS[explanation.unit], language)})`
      : "";
  const words = say(VERDICT_TEXTS[verdict], language);
  return `${dateInWords(day.date, language)}: ${words}${amount}${why ? ` (${why})` : ""}`;
}

/** The limit as people say it. */
export function limitInWords({ limit }: Explanation, language: string): string {
  return `${figure(limit.amount)} ${say(UNIT_TEXTS[limit.unit], language)}`;
}

/** At most two decimals, without trailing zeros. */
export function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}
