import type { Order } from "./checkouts.ts";

/** Everything a real gateway does to its merchants, sooner or later. */
export type Outcome =
  | "paid"
  | "failed"
  | "late"
  | "twice"
  | "wrong-amount"
  | "wrong-currency"
  | "silent"
  | "before-redirect";

interface OutcomeRule {
  readonly label: string;
  readonly status: "paid" | "failed";
  /** What the payer really paid. */
  paid(order: Order): Pick<Order, "amount" | "currency">;
  /** How many times the same event is sent, even when the first is answered well; 0: it is lost. */
  readonly deliveries: 0 | 1 | 2;
  /** When it happens: at once with the webhook after the redirect or before it, or some time later. */
  readonly when: "after-redirect" | "before-redirect" | "later";
}

const exact = ({ amount, currency }: Order) => ({ amount, currency });

export const OUTCOMES = {
  paid: {
    label: "Pay",
    status: "paid",
    paid: exact,
    deliveries: 1,
    when: "after-redirect",
  },
  failed: {
    label: "The payment fails",
    status: "failed",
    paid: exact,
    deliveries: 1,
    when: "after-redirect",
  },
  late: {
    label: "Pay, but the money arrives some seconds after the return",
    status: "paid",
    paid: exact,
    deliveries: 1,
    when: "later",
  },
  twice: {
    label: "Pay, and the gateway reports it twice",
    status: "paid",
    paid: exact,
    deliveries: 2,
    when: "after-redirect",
  },
  "wrong-amount": {
    label: "Pay another amount than was asked",
    status: "paid",
    paid: ({ amount, currency }) => ({ amount: amount > 1 ? amount - 1 : 2, currency }),
    deliveries: 1,
    when: "after-redirect",
  },
  "wrong-currency": {
    label: "Pay in another currency than was asked",
    status: "paid",
    paid: ({ amount, currency }) => ({ amount, currency: currency === "USD" ? "EUR" : "USD" }),
    deliveries: 1,
    when: "after-redirect",
  },
  silent: {
    label: "Pay, and the gateway never reports it",
    status: "paid",
    paid: exact,
    deliveries: 0,
    when: "after-redirect",
  },
  "before-redirect": {
    label: "Pay, and the gateway reports it before the browser returns",
    status: "paid",
    paid: exact,
    deliveries: 1,
    when: "before-redirect",
  },
} as const satisfies Record<Outcome, OutcomeRule>;

/** Whether a text names an outcome. */
export function isOutcome(text: string): text is Outcome {
  return Object.hasOwn(OUTCOMES, text);
}
