import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { Instant } from "../ports.ts";

/** The header that carries a webhook's signature: `t=<unix seconds>,v1=<hex HMAC-SHA256>`. */
export const SIGNATURE_HEADER = "licentia-signature";

/** How far the time in a signature may lie from ours, either way: five minutes, in milliseconds. */
export const WEBHOOK_WINDOW = 5 * 60 * 1000;

const PaymentEventSchema = z.strictObject({
  /** Stable across deliveries: an id seen before was dealt with before. */
  id: z.string().min(1).max(200),
  type: z.enum(["checkout.paid", "checkout.failed", "checkout.refunded"]),
  checkout: z.string().min(1).max(200),
  /** Our own reference, given when the checkout was opened. */
  reference: z.string().min(1).max(200),
  created: z.iso.datetime({ offset: true }),
});

/** What a gateway tells. It only says where to look: amount and status are fetched, never believed. */
export type PaymentEvent = z.infer<typeof PaymentEventSchema>;

/** Why a webhook is not believed. */
export type WebhookRefusal =
  | "signature-missing"
  | "signature-malformed"
  | "signature-wrong"
  | "signature-outside-window"
  | "body-invalid";

/**
 * Decides whether a webhook comes from the gateway. The signature covers `<t>.<raw body>`, so the
 * bytes must be those that arrived and not a body parsed and written again.
 *
 * @param webhook.secrets every secret now in force: two while one replaces the other.
 */
export function verifyWebhook(webhook: {
  readonly header: string | undefined;
  readonly rawBody: Uint8Array;
  readonly secrets: readonly string[];
  readonly now: Instant;
}): { readonly ok: PaymentEvent } | { readonly refused: WebhookRefusal } {
  if (webhook.header === undefined) return { refused: "signature-missing" };
  const signature = parseSignature(webhook.header);
  if (!signature) return { refused: "signature-malformed" };

  const expected = webhook.secrets.map((secret) => mac(secret, signature.seconds, webhook.rawBody));
  const genuine = signature.macs.some((given) =>
    expected.some((own) => timingSafeEqual(own, given)),
  );
  if (!genuine) return { refused: "signature-wrong" };
  if (Math.abs(webhook.now - signature.seconds * 1000) > WEBHOOK_WINDOW) {
    return { refused: "signature-outside-window" };
  }
  const event = parseEvent(webhook.rawBody);
  return event ? { ok: event } : { refused: "body-invalid" };
}

/** The header that goes with a body sent at a moment, as {@link verifyWebhook} expects it. */
export function signWebhook(webhook: {
  readonly rawBody: Uint8Array;
  readonly secret: string;
  readonly now: Instant;
}): string {
  const seconds = Math.floor(webhook.now / 1000);
  return `t=${seconds},v1=${mac(webhook.secret, seconds, webhook.rawBody).toString("hex")}`;
}

function mac(secret: string, seconds: number, rawBody: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(`${seconds}.`).update(rawBody).digest();
}

/** One `t` first, then one or more `v1`; schemes of later versions are passed over. */
function parseSignature(header: string): { seconds: number; macs: Buffer[] } | undefined {
  const [time = "", ...signatures] = header.split(",");
  const seconds = /^t=(0|[1-9]\d{0,11})$/.exec(time)?.[1];
  const macs = signatures
    .map((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1])
    .filter((hex) => hex !== undefined)
    .map((hex) => Buffer.from(hex, "hex"));
  return seconds === undefined || macs.length === 0
    ? undefined
    : { seconds: Number(seconds), macs };
}

function parseEvent(rawBody: Uint8Array): PaymentEvent | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(rawBody);
    return PaymentEventSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
