/** Money arrives. Only the exact fee, asked for and not yet paid, moves the file. */
import { clockState, resumeClock } from "../../clock/ledger.ts";
import { findStage } from "../../permit/stages.ts";
import type { Checkout } from "../../ports.ts";
import { Problem } from "../../problem.ts";
import { type Application, openTasks, type Task } from "../application.ts";
import { type Case, reckoning } from "../case.ts";
import { clockChange } from "../clock.ts";
import type { EventBody } from "../event.ts";

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
 * What a checkout that the gateway says is paid means for the file. A payment that was not due, or
 * not exact, is recorded as one to be returned; the very same payment again is nothing new.
 */
export function recordPayment(kase: Case, checkout: Checkout): EventBody[] {
  const { application, now } = kase;
  if (application.paid?.checkout === checkout.id) return [];
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

function reasonToReturn(application: Application, due: Task | undefined, checkout: Checkout) {
  if (application.paid) return "paid-already" as const;
  if (!due) return "not-due" as const;
  if (checkout.currency !== application.fee?.currency) return "wrong-currency" as const;
  return checkout.amount === application.fee.amount ? undefined : ("wrong-amount" as const);
}
