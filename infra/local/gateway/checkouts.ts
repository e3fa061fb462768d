import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { PaymentEvent } from "../../../shared/payment/webhook.ts";
import type { Checkout } from "../../../shared/ports.ts";
import { transaction } from "../database.ts";
import { OUTCOMES, type Outcome } from "./outcome.ts";

export const CHECKOUT_SCHEMA = `
CREATE TABLE IF NOT EXISTS checkout (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL,
  ordered TEXT NOT NULL,
  status TEXT NOT NULL,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS checkout_standing ON checkout (reference)
  WHERE status IN ('open', 'awaited', 'paid');
`;

/** What a merchant asks a checkout for. Amounts are minor units, at least one. */
export const OrderSchema = z.strictObject({
  reference: z.string().min(1).max(200),
  amount: z.int().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  description: z.string().max(500),
  returnUrl: z.url({ protocol: /^https?$/ }),
});
export type Order = z.infer<typeof OrderSchema>;

/**
 * A checkout with the order it was opened for; amount and currency are what was really paid. Money
 * that is on its way is `awaited`: to a merchant that is still open.
 */
export interface StoredCheckout extends Omit<Checkout, "url" | "status"> {
  readonly status: Checkout["status"] | "awaited";
  readonly order: Order;
}

/** Hands an event over for delivery, inside the transaction that makes it true. */
export type Announce = (event: PaymentEvent, delayMilliseconds?: number) => void;

export interface Checkouts {
  /**
   * The checkout that stands under the order's reference; one that failed, expired or was refunded
   * gives way to a new one. Undefined when what stands there asks for another amount.
   */
  open(order: Order): StoredCheckout | undefined;
  find(id: string): StoredCheckout | undefined;
  /** Money has been sent and arrives later, as `arrival` arranges; false when it is not open. */
  await(id: string, arrival: () => void): boolean;
  /** Brings a checkout to its end; false when it had come to one before. */
  settle(id: string, outcome: Outcome): boolean;
  /** Gives a paid checkout back (again: nothing happens); undefined when it is not paid. */
  refund(id: string): StoredCheckout | undefined;
  /** Closes an open checkout (again: nothing happens); undefined when it is not open. */
  expire(id: string): StoredCheckout | undefined;
}

/** The sandbox's own books. Each change and its event are one transaction. */
export function openCheckouts(
  database: DatabaseSync,
  now: () => number,
  announce: Announce,
): Checkouts {
  const statements = {
    insert: database.prepare("INSERT INTO checkout VALUES (?, ?, ?, 'open', ?, ?)"),
    find: database.prepare("SELECT * FROM checkout WHERE id = ?"),
    findByReference: database.prepare(
      "SELECT * FROM checkout WHERE reference = ? AND status IN ('open', 'awaited', 'paid')",
    ),
    update: database.prepare(
      "UPDATE checkout SET status = ?, amount = ?, currency = ? WHERE id = ?",
    ),
  };
  const find = (id: string) => parse(statements.find.get(id));

  function change(
    checkout: StoredCheckout,
    next: Pick<StoredCheckout, "status" | "amount" | "currency">,
  ) {
    statements.update.run(next.status, next.amount, next.currency, checkout.id);
  }

  function event(checkout: StoredCheckout, type: PaymentEvent["type"]): PaymentEvent {
    const created = new Date(now()).toISOString();
    return {
      id: `ev_${randomUUID()}`,
      type,
      checkout: checkout.id,
      reference: checkout.reference,
      created,
    };
  }

  return {
    find,
    open: (order) =>
      transaction(database, () => {
        const existing = parse(statements.findByReference.get(order.reference));
        if (existing) return sameMoney(existing.order, order) ? existing : undefined;
        const id = `co_${randomUUID()}`;
        statements.insert.run(
          id,
          order.reference,
          JSON.stringify(order),
          order.amount,
          order.currency,
        );
        return find(id);
      }),
    await: (id, arrival) =>
      transaction(database, () => {
        const checkout = find(id);
        if (checkout?.status !== "open") return false;
        change(checkout, { ...checkout, status: "awaited" });
        arrival();
        return true;
      }),
    settle: (id, outcome) =>
      transaction(database, () => {
        const checkout = find(id);
        const rule = OUTCOMES[outcome];
        const before = rule.when === "later" ? "awaited" : "open";
        if (checkout?.status !== before) return false;
        change(checkout, { ...rule.paid(checkout.order), status: rule.status });
        const happened = event(checkout, `checkout.${rule.status}`);
        for (let delivery = 0; delivery < rule.deliveries; delivery++) announce(happened);
        return true;
      }),
    refund: (id) =>
      transaction(database, () => {
        const checkout = find(id);
        if (checkout?.status === "refunded") return checkout;
        if (checkout?.status !== "paid") return undefined;
        change(checkout, { ...checkout, status: "refunded" });
        announce(event(checkout, "checkout.refunded"));
        return find(id);
      }),
    expire: (id) =>
      transaction(database, () => {
        const checkout = find(id);
        if (checkout?.status === "expired") return checkout;
        if (checkout?.status !== "open") return undefined;
        change(checkout, { ...checkout, status: "expired" });
        return find(id);
      }),
  };
}

function parse(row: Record<string, unknown> | undefined): StoredCheckout | undefined {
  if (!row) return undefined;
  return {
    id: String(row["id"]),
    reference: String(row["reference"]),
    status: row["status"] as StoredCheckout["status"],
    amount: Number(row["amount"]),
    currency: String(row["currency"]),
    order: JSON.parse(String(row["ordered"])),
  };
}

/** A description in another language, or another way back, is no other order. */
function sameMoney(a: Order, b: Order): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}
