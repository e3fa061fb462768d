/** Limits in words: "10 working days", "15 ngày". */
import type { Limit, LimitUnit } from "../clock/limit.ts";
import { fill, type Text } from "../text.ts";

const ONE: Readonly<Record<LimitUnit, Text>> = {
  hours: { en: "1 hour", vi: "1 giờ" },
  workingHours: { en: "1 working hour", vi: "1 giờ làm việc" },
  workingDays: { en: "1 working day", vi: "1 ngày làm việc" },
  calendarDays: { en: "1 day", vi: "1 ngày" },
  months: { en: "1 month", vi: "1 tháng" },
};

const MANY: Readonly<Record<LimitUnit, Text>> = {
  hours: { en: "{amount} hours", vi: "{amount} giờ" },
  workingHours: { en: "{amount} working hours", vi: "{amount} giờ làm việc" },
  workingDays: { en: "{amount} working days", vi: "{amount} ngày làm việc" },
  calendarDays: { en: "{amount} days", vi: "{amount} ngày" },
  months: { en: "{amount} months", vi: "{amount} tháng" },
};

const YEARS = { en: "{amount} years", vi: "{amount} năm" };

/** A limit in words, in every language; whole years of months are said as years. */
export function limitInWords({ amount, unit }: Pick<Limit, "amount" | "unit">): Text {
  if (unit === "months" && amount >= 24 && amount % 12 === 0)
    return fill(YEARS, { amount: amount / 12 });
  return amount === 1 ? ONE[unit] : fill(MANY[unit], { amount });
}
