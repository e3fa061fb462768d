/** What a case costs on a day, line by line, each with its reason. Integers of minor units throughout. */
import { fill, type Text } from "../text.ts";
import { type Facts, holds } from "./condition.ts";
import { conditionInWords } from "./fact-label.ts";
import type { CivilDate, LegalBasis, PermitDefinition, Tariff, TariffLine } from "./permit.ts";
import { resolvePointer } from "./pointer.ts";

export interface FeeLine {
  readonly id: string;
  readonly title: Text;
  readonly quantity: number;
  /** Minor units, for one. */
  readonly unitAmount: number;
  /** Minor units: `quantity * unitAmount`. */
  readonly amount: number;
  readonly basis: LegalBasis;
  /** Why this line applies and how its amount comes about, in words. */
  readonly explanation: Text;
}

/** ISO 4217's own code for where no currency is involved: of a permit that costs nothing at all. */
export const NO_CURRENCY = "XXX";

export interface AssessedFee {
  /** ISO 4217, or `NO_CURRENCY`. */
  readonly currency: string;
  /** Minor units. */
  readonly total: number;
  readonly lines: readonly FeeLine[];
}

/** A fee that cannot be told: nobody may be charged a guess. */
export class FeeError extends Error {
  override readonly name = "FeeError";
  readonly code: "NO_TARIFF_IN_FORCE" | "QUANTITY_UNKNOWN" | "AMOUNT_TOO_LARGE";

  constructor(code: FeeError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The fee of a case by the tariff in force on a day.
 * @throws {FeeError} where no tariff is in force, or a counted fact is not a whole number or a list.
 */
export function feeFor(permit: PermitDefinition, facts: Facts, on: CivilDate): AssessedFee {
  const { fee } = permit;
  if (!fee) return { currency: NO_CURRENCY, total: 0, lines: [] };
  const tariff = tariffOn(fee.tariffs, on);
  if (!tariff)
    throw new FeeError(
      "NO_TARIFF_IN_FORCE",
      `Permit ${permit.id} has no tariff in force on ${on}.`,
    );
  const lines = tariff.lines
    .filter((line) => line.when === undefined || holds(line.when, facts))
    .map((line) => assess(permit, tariff, line, facts));
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  if (!Number.isSafeInteger(total))
    throw new FeeError("AMOUNT_TOO_LARGE", "The total is beyond exact integers.");
  return { currency: fee.currency, total, lines };
}

/** The tariff in force on a day, both ends inclusive, or undefined. */
export function tariffOn(tariffs: readonly Tariff[], on: CivilDate): Tariff | undefined {
  return tariffs.find(({ from, to }) => from <= on && (to === undefined || on <= to));
}

function assess(permit: PermitDefinition, tariff: Tariff, line: TariffLine, facts: Facts): FeeLine {
  const quantity = line.quantity === undefined ? 1 : countAt(line.quantity, facts);
  return {
    id: line.id,
    title: line.title,
    quantity,
    unitAmount: line.amount,
    amount: quantity * line.amount,
    basis: line.basis ?? tariff.basis,
    explanation: explain(permit, line, quantity),
  };
}

function countAt(pointer: string, facts: Facts): number {
  const value = resolvePointer(facts, pointer);
  const count = Array.isArray(value) ? value.length : value;
  if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) return count;
  throw new FeeError(
    "QUANTITY_UNKNOWN",
    `What the fee counts, ${pointer}, is neither a whole number nor a list.`,
  );
}

const ONE = { en: "A fixed amount", vi: "Mức thu cố định" };
const COUNTED = {
  en: "{quantity} × the amount for one ({unit})",
  vi: "{quantity} × mức thu cho một ({unit})",
};
const BECAUSE = { en: "{amount}, because {reason}.", vi: "{amount}, vì {reason}." };
const ALWAYS = { en: "{amount}.", vi: "{amount}." };

function explain(permit: PermitDefinition, line: TariffLine, quantity: number): Text {
  const amount =
    line.quantity === undefined ? ONE : fill(COUNTED, { quantity, unit: line.unit ?? line.title });
  const { when } = line;
  if (!when) return fill(ALWAYS, { amount });
  return fill(BECAUSE, { amount, reason: conditionInWords(permit, when) });
}
