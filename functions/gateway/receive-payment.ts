import { recordPayment } from "../../shared/application/commands/pay.ts";
import { SIGNATURE_HEADER, verifyWebhook } from "../../shared/payment/webhook.ts";
import type { Checkout } from "../../shared/ports.ts";
import { Problem } from "../../shared/problem.ts";
import { ConditionFailed, put } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import { carryOut } from "../command.ts";
import { described, http, logger } from "../runtime.ts";
import { setting } from "../settings.ts";
import { asGateway, settle } from "../settle.ts";
import { gateway, realClock, store, world } from "../wiring.ts";
import { receivePayment } from "./contracts.ts";

export const handler = http(receivePayment, async ({ headers, rawBody }) => {
  const verified = verifyWebhook({
    header: headers[SIGNATURE_HEADER],
    rawBody: Buffer.from(rawBody),
    secrets: setting("GATEWAY_WEBHOOK_SECRETS").split(","),
    now: realClock.now(),
  });
  if ("refused" in verified) {
    logger.warn("webhook refused", { reason: verified.refused });
    throw new Problem("webhook-refused");
  }
  const { id: event, checkout: id, type } = verified.ok;
  if (await store().table.get(keys.gatewayEvent(event))) return RECEIVED;
  // What a webhook says moves nothing: the checkout is asked for at the gateway itself.
  const checkout = await gateway().fetch(id);
  const told = type === "checkout.paid" && (!checkout || checkout.status === "open");
  // The gateway's own reading side lags behind what it tells: it has to tell that again.
  if (told) throw new Problem("busy");
  if (checkout?.status === "paid") await record(checkout);
  await remember(event);
  return RECEIVED;
});

const RECEIVED = { status: 200, body: { received: true } };

async function record(checkout: Checkout): Promise<void> {
  const { id, reference } = checkout;
  try {
    const { returned } = await carryOut(
      world(),
      reference,
      asGateway((kase) => recordPayment(kase, checkout)),
    );
    if (returned?.[id] === "owed") await giveBack(reference, id);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "not-found") throw error;
    logger.error("a payment refers to no application", { checkout: id });
  }
}

/** At once where the gateway can; it is owed in any case, and the sweep tries again. */
async function giveBack(application: string, checkout: string): Promise<void> {
  try {
    await settle({ world: world(), gateway: gateway() }, application, checkout);
  } catch (error) {
    logger.warn("not given back yet; the sweep will", {
      application,
      checkout,
      ...described(error),
    });
  }
}

/** An event is seen once; another delivery of it meanwhile is the same one. */
async function remember(event: string): Promise<void> {
  try {
    const seenAt = realClock.now();
    await store().table.write([put({ ...keys.gatewayEvent(event), seenAt }, { onlyNew: true })]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
