import { http } from "../runtime.ts";
import { clock } from "../wiring.ts";
import { listPermits } from "./contracts.ts";
import { onOffer } from "./on-offer.ts";
import { permitSummary } from "./view.ts";

export const handler = http(listPermits, async ({ language }) => ({
  status: 200,
  body: { permits: onOffer(clock.now()).map((permit) => permitSummary(permit, language)) },
}));
