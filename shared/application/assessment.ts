/** What the law makes of a case's facts on the day it was submitted: its fee and its time limit. */
import { overridden, overrideOn } from "../authority/override.ts";
import { formatDay } from "../calendar/day.ts";
import type { Limit } from "../clock/limit.ts";
import type { Facts } from "../permit/condition.ts";
import { holds } from "../permit/condition.ts";
import { type AssessedFee, feeFor } from "../permit/fee.ts";
import type { CivilDate, LegalBasis, Permit } from "../permit/permit.ts";
import type { Instant } from "../ports.ts";
import type { Rules } from "./case.ts";

export interface Assessment {
  /** Minor units of an ISO 4217 currency. */
  readonly fee: { readonly amount: number; readonly currency: string };
  readonly limit: Limit;
  /** What the limit rests on, where it is the authority's own. */
  readonly limitBasis?: LegalBasis;
}

/**
 * The fee of a case, line by line, by the law of its authority on a day.
 * @throws FeeError where no tariff is in force, or a counted fact is no number
 */
export function feeOf(rules: Rules, facts: Facts, submittedAt: Instant): AssessedFee {
  const day = formatDay(rules.calendar.dayOf(submittedAt));
  return feeFor(lawOn(rules, day).law, facts, day);
}

/**
 * Asked again whenever the facts change: a supplement may add premises, or make of a house a tower.
 * @param submittedAt the tariff in force on its day is charged, whatever came into force since
 * @throws FeeError where no tariff is in force, or a counted fact is no number
 */
export function assess(rules: Rules, facts: Facts, submittedAt: Instant): Assessment {
  const { law, override } = lawOn(rules, formatDay(rules.calendar.dayOf(submittedAt)));
  const { total, currency } = feeOf(rules, facts, submittedAt);
  const own = override?.limit ?? override?.cases;
  return {
    fee: { amount: total, currency },
    limit: limitFor(law, facts),
    ...(override && own && { limitBasis: override.basis }),
  };
}

function lawOn({ permit, authority }: Rules, day: CivilDate) {
  const override = overrideOn(authority, permit.id, day);
  return { override, law: override ? overridden(permit, override) : permit };
}

function limitFor({ clock }: Permit, facts: Facts): Limit {
  return clock.cases?.find(({ when }) => holds(when, facts))?.limit ?? clock.limit;
}
