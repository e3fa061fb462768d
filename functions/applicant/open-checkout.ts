import type { Case } from "../../shared/application/case.ts";
import { openCheckout as opening, owedPayment } from "../../shared/application/commands/pay.ts";
import { GatewayFailed } from "../../shared/payment/gateway.ts";
import type { Checkout } from "../../shared/ports.ts";
import { Problem } from "../../shared/problem.ts";
import { say } from "../../shared/text.ts";
import { described, http, logger } from "../runtime.ts";
import { setting } from "../settings.ts";
import { gateway } from "../wiring.ts";
import { commandOfMember } from "./command.ts";
import { openCheckout } from "./contracts/filing.ts";

export const handler = http(openCheckout, (request) => {
  let checkout: Checkout | undefined;
  return commandOfMember(
    request,
    async (kase) => {
      checkout = await checkoutFor(kase, request.language);
      return { events: opening(kase, checkout) };
    },
    ({ fee }) => ({ status: 201, body: { checkout: checkout?.id, url: checkout?.url, fee } }),
  );
});

/** The gateway gives the same checkout again for the same application, unless that one failed. */
async function checkoutFor(kase: Case, language: string): Promise<Checkout> {
  const { id, fee, dossier } = kase.application;
  if (!owedPayment(kase) || !fee) throw new Problem("wrong-state");
  const order = {
    reference: id,
    ...fee,
    description: `${dossier} ${say(kase.permit.title, language)}`,
    returnUrl: `${setting("PUBLIC_URL")}/applications/${id}`,
  };
  try {
    return await gateway().open(order);
  } catch (error) {
    if (!(error instanceof GatewayFailed && error.retryable)) throw error;
    logger.warn("payment gateway out of reach", described(error));
    throw new Problem("gateway-unavailable");
  }
}
