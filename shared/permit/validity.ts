/** For how long a licence is valid, and from when: as the permit says, or as the applicant chose. */
import type { Limit } from "../clock/limit.ts";
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
 * @throws {ValidityError} where the choice is missing, no validity, or longer than the longest
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
