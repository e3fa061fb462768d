/** Money arrives. Only the exact fee, asked for and not yet paid, moves the file. */
import { clockState, resumeClock } from "../../clock/ledger.ts";
import { findStage } from "../../permit/stages.ts";
import type { Checkout, Instant } from "../../ports.ts";
import { Problem } from "../../problem.ts";
import { type Application, openTasks, type Task } from "../application.ts";
import { type Case, reckoning } from "../case.ts";
import { clockChange } from "../clock.ts";
import type { EventBody } from "../event.ts";

/** The first wait before a gateway that has said nothing is asked; each wait is twice the one before. */
const FIRST_ASKING_MS = 15 * 60_000;

/** The fee that the applicant owes, or undefined. */
export function owedPayment(kase: Pick<Case, "application" | "permit">): Task | undefined {
  return openTasks(kase.application).find(
    ({ stage }) => findStage(kase.permit, stage)?.kind === "pay",
  );
}

/** @throws Problem `wrong-state` where no fee is due */
export function openCheckout(kase: Case, checkout: Checkout): EventBody[] {
  if (!owedPayment(kase)) throw new Problem("wrong-state");
  return kase.application.checkout === checkout.id
    ? []
    : [{ type: "CheckoutOpened", checkout: checkout.id }];
}

/**
 * When the gateway is asked next about the checkout at which the fee can be paid, or undefined. It
 * tells of a payment by itself; where that was lost, the file would wait for money that is there.
 */
export function nextAsking(kase: Case): Instant | undefined {
  const { checkoutAt } = kase.application;
  if (checkoutAt === undefined || !owedPayment(kase)) return undefined;
  let wait = FIRST_ASKING_MS;
  while (checkoutAt + wait <= kase.now) wait *= 2;
  return checkoutAt + wait;
}

/**
 * What a checkout that the gateway says is paid means for the file. A payment that was not due, or
 * not exact, is recorded as one to be returned; the very same payment again is nothing new.
 */
export function recordPayment(kase: Case, checkout: Checkout): EventBody[] {
  const { application, now } = kase;
  const { paid, returned = {} } = application;
  if (paid?.checkout === checkout.id || Object.hasOwn(returned, checkout.id)) return [];
  const stage = owedPayment(kase);
  const reason = reasonToReturn(application, stage, checkout);
  if (reason || !stage) {
    return [{ type: "PaymentReturned", checkout: checkout.id, reason: reason ?? "not-due" }];
  }
  const { ledger } = application;
  const paused = ledger && clockState(ledger) === "stopped";
  return [
    {
      type: "Paid",
      stage: stage.stage,
      checkout: checkout.id,
      amount: checkout.amount,
      currency: checkout.currency,
      ...(paused && { clock: clockChange(resumeClock(ledger, now, "payment"), reckoning(kase)) }),
    },
  ];
}

/** The gateway has given the money back, or has done so before: then there is nothing new. */
export function recordRefund({ application }: Case, checkout: string): EventBody[] {
  return application.returned?.[checkout] === "owed" ? [{ type: "PaymentRefunded", checkout }] : [];
}

function reasonToReturn(application: Application, due: Task | undefined, checkout: Checkout) {
  if (application.paid) return "paid-already" as const;
  if (!due) return "not-due" as const;
  if (checkout.currency !== application.fee?.currency) return "wrong-currency" as const;
  return checkout.amount === application.fee.amount ? undefined : ("wrong-amount" as const);
}
