/**
 * Money that may not be kept. A checkout is owed its settlement when its payment is to be returned,
 * and when the file ends while it can still be paid: it stands in the table until the gateway has
 * confirmed that the money went back, or that none can come.
 */
import type { Application } from "./application.ts";
import { type EventBody, isFinal } from "./event.ts";

/** The checkouts that an event makes owed; at most one. */
export function owedSettlements(
  body: EventBody,
  before: Application | undefined,
  after: Application,
): string[] {
  if (body.type === "PaymentReturned") return [body.checkout];
  const ended = before !== undefined && !isFinal(before.phase) && isFinal(after.phase);
  const { checkout, paid, returned = {} } = after;
  if (!ended || checkout === undefined) return [];
  return paid?.checkout === checkout || Object.hasOwn(returned, checkout) ? [] : [checkout];
}
