/** A licence is renewed by an application of its own, which knows what the one before it said. */
import { daysLate, renewalWindow } from "../../licence/renewal.ts";
import { standingAt } from "../../licence/status.ts";
import type { Facts } from "../../permit/condition.ts";
import { Problem } from "../../problem.ts";
import type { Application } from "../application.ts";
import type { Case } from "../case.ts";
import type { EventBody, Renewed } from "../event.ts";
import { isFinal } from "../event.ts";
import { licensedOf } from "./change-status.ts";

/**
 * Begins the renewal of an issued licence. One is under way at a time; where an earlier one ended
 * without a licence, another may be begun while the window is open.
 *
 * @param earlier the renewal begun last, if one was
 * @throws Problem `not-found` before issue, `wrong-state` where it is not in force or is being
 *   renewed, `renewal-closed` outside the window
 */
export function beginRenewal(
  kase: Case,
  renewal: string,
  earlier: Application | undefined,
): { readonly events: EventBody[]; readonly renews: Renewed } {
  const { application, now } = kase;
  const licensed = licensedOf(application);
  const { licence: number } = application;
  if (!licensed || number === undefined) throw new Problem("not-found");
  if (standingAt(licensed, now).status !== "active") throw new Problem("wrong-state");
  if (earlier && !(isFinal(earlier.phase) && earlier.phase !== "issued")) {
    throw new Problem("wrong-state");
  }
  const renews = { application: application.id, number, expiresAt: licensed.expiresAt };
  checkWindow(kase, renews);
  return { events: [{ type: "RenewalBegun", application: renewal }], renews };
}

/** @throws Problem `renewal-closed` before the window opens and after the law takes it no more */
export function checkWindow({ permit, calendar, now }: Case, { expiresAt }: Renewed): void {
  const window = renewalWindow(permit.licence, expiresAt, calendar);
  if (!window || now < window.opensAt || now > window.endsAt) throw new Problem("renewal-closed");
}

/**
 * What a tariff may ask of a renewal; nothing of an application that is none. How late it is was
 * settled when it was submitted: a supplement makes it no later, and no less late.
 */
export function renewalFacts({ application, permit, calendar, now }: Case): Pick<Facts, "renewal"> {
  const { renews, submittedAt = now } = application;
  const window = renews && renewalWindow(permit.licence, renews.expiresAt, calendar);
  return window ? { renewal: { daysLate: daysLate(window, submittedAt, calendar) } } : {};
}
