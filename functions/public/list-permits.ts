import { http } from "../runtime.ts";
import { clock } from "../wiring.ts";
import { listPermits } from "./contracts.ts";
import { catalogue, dayOf } from "./on-offer.ts";
import { permitSummary } from "./view.ts";

export const handler = http(listPermits, async ({ language }) => {
  const now = clock.now();
  const permits = catalogue(now).map((permit) => permitSummary(permit, language, dayOf(now)));
  return { status: 200, body: { permits } };
});
