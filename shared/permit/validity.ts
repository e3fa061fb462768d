/** For how long a licence is valid, and from when: as the permit says, or as the applicant chose. */
import { addMonths, type CivilDay, parseDay } from "../calendar/day.ts";
import type { Limit } from "../clock/limit.ts";
import type { Fault } from "../problem.ts";
import { isCivilDate } from "./answers.ts";
import type { Facts } from "./condition.ts";
import type { CivilDate, PermitDefinition } from "./permit.ts";
import { resolvePointer } from "./pointer.ts";

/** `for` counts from the day of issue; the days stand as they are, both inclusive. */
export type Validity =
  | { readonly for: Limit }
  | { readonly firstDay: CivilDate; readonly lastDay: CivilDate };

/** Thrown where the answers choose a validity that the permit does not give. */
export class ValidityError extends Error {
  override readonly name = "ValidityError";
}

/**
 * The validity of a licence granted in a case.
 * @throws {ValidityError} where the choice is missing or no validity, or of more years than the longest
 */
export function validityOf({ licence }: PermitDefinition, facts: Facts): Validity {
  const { validity, validityChosen: chosen } = licence;
  if (!chosen) return { for: validity };
  if ("years" in chosen) {
    const years = resolvePointer(facts, chosen.years);
    if (typeof years !== "number" || !Number.isInteger(years) || years < 1) {
      throw new ValidityError(`What ${chosen.years} says is no number of years.`);
    }
    if (years * 12 > validity.amount)
      throw new ValidityError(`The longest validity is ${validity.amount} ${validity.unit}.`);
    return { for: { amount: years * 12, unit: "months", binds: "licence" } };
  }
  const [firstDay, lastDay] = [
    resolvePointer(facts, chosen.firstDay),
    resolvePointer(facts, chosen.lastDay),
  ];
  if (!isCivilDate(firstDay) || !isCivilDate(lastDay) || lastDay < firstDay) {
    throw new ValidityError(`From ${chosen.firstDay} to ${chosen.lastDay} is no period.`);
  }
  return { firstDay, lastDay };
}

/**
 * What is wrong with the validity that the answers choose.
 * @param today whose days are no longer to be had; undefined once the file was handed in
 */
export function validityFaults(
  permit: PermitDefinition,
  facts: Facts,
  today: CivilDay | undefined,
): Fault[] {
  const { validity: longest, validityChosen: chosen } = permit.licence;
  if (!chosen) return [];
  const pointer = "years" in chosen ? chosen.years : chosen.lastDay;
  try {
    const validity = validityOf(permit, facts);
    if ("for" in validity) return [];
    const [first, last] = [parseDay(validity.firstDay), parseDay(validity.lastDay)];
    if (last > lastDayOf(first, longest)) return [{ pointer, code: "too-long", detail: TOO_LONG }];
    return today !== undefined && last < today ? [{ pointer, code: "past", detail: PAST }] : [];
  } catch (error) {
    if (!(error instanceof ValidityError)) throw error;
    return [{ pointer, code: "no-validity", detail: NO_VALIDITY }];
  }
}

/** As any term in days or months: the first day is not counted. */
function lastDayOf(first: CivilDay, { amount, unit }: Limit): CivilDay {
  if (unit === "months") return addMonths(first, amount);
  if (unit === "calendarDays") return first + amount;
  return unit === "hours" ? first + Math.ceil(amount / 24) : Number.POSITIVE_INFINITY;
}

const TOO_LONG = {
  en: "This is longer than the licence can be valid for.",
  vi: "Thời gian này dài hơn thời hạn tối đa của giấy phép.",
};
const PAST = {
  en: "These days are over.",
  vi: "Thời gian này đã qua.",
};
const NO_VALIDITY = {
  en: "The licence cannot be valid for such a time: it ends before it begins, or is too short or too long.",
  vi: "Giấy phép không thể có thời hạn này: kết thúc trước khi bắt đầu, hoặc quá ngắn hay quá dài.",
};
