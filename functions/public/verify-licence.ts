import { http } from "../runtime.ts";
import { verifyLicence } from "./contracts.ts";
import { verifications } from "./verifications.ts";

export const handler = http(verifyLicence, async ({ body }) => {
  const [verdict] = await verifications([body.licence]);
  return { status: 200, body: verdict };
});
