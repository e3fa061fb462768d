/** What the law makes of a case's facts on the day it was submitted: its fee and its time limit. */
import { overridden, overrideOn } from "../authority/override.ts";
import { formatDay } from "../calendar/day.ts";
import type { Limit } from "../clock/limit.ts";
import type { Facts } from "../permit/condition.ts";
import { holds } from "../permit/condition.ts";
import { feeFor } from "../permit/fee.ts";
import type { LegalBasis, Permit } from "../permit/permit.ts";
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
 * Asked again whenever the facts change: a supplement may add premises, or make of a house a tower.
 * @param submittedAt the tariff in force on its day is charged, whatever came into force since
 * @throws FeeError where no tariff is in force, or a counted fact is no number
 */
export function assess(
  { permit, authority, calendar }: Rules,
  facts: Facts,
  submittedAt: Instant,
): Assessment {
  const day = formatDay(calendar.dayOf(submittedAt));
  const override = overrideOn(authority, permit.id, day);
  const law = override ? overridden(permit, override) : permit;
  const { total, currency } = feeFor(law, facts, day);
  const own = override?.limit ?? override?.cases;
  return {
    fee: { amount: total, currency },
    limit: limitFor(law, facts),
    ...(override && own && { limitBasis: override.basis }),
  };
}

function limitFor({ clock }: Permit, facts: Facts): Limit {
  return clock.cases?.find(({ when }) => holds(when, facts))?.limit ?? clock.limit;
}
