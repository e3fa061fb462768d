import { openCheckout as opening, owedPayment } from "../../shared/application/commands/pay.ts";
import { Problem } from "../../shared/problem.ts";
import { put } from "../../shared/store/client.ts";
import { keys } from "../../shared/store/table.ts";
import { say } from "../../shared/text.ts";
import { http } from "../runtime.ts";
import { setting } from "../settings.ts";
import { gateway, rulesFor, store } from "../wiring.ts";
import { commandOfMember } from "./command.ts";
import { openCheckout } from "./contracts.ts";
import { loadOwn } from "./member.ts";

export const handler = http(openCheckout, async (request) => {
  const { params, caller, language } = request;
  const application = await loadOwn(store(), caller, params.application);
  const { permit } = await rulesFor(application);
  const { id, fee, dossier } = application;
  if (!owedPayment({ application, permit }) || !fee) throw new Problem("wrong-state");
  const checkout = await gateway().open({
    reference: id,
    ...fee,
    description: `${dossier} ${say(permit.title, language)}`,
    returnUrl: `${setting("PUBLIC_URL")}/applications/${id}`,
  });
  return commandOfMember(
    request,
    (kase) => ({
      events: opening(kase, checkout),
      beside: [{ write: put({ ...keys.checkout(checkout.id), application: id }) }],
    }),
    () => ({ status: 201, body: { checkout: checkout.id, url: checkout.url, fee } }),
  );
});
