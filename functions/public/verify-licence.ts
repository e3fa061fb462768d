import { http } from "../runtime.ts";
import { verifyLicenceRequest } from "./verification-request.ts";
import { verifications } from "./verifications.ts";

export const handler = http(verifyLicenceRequest, async ({ body }) => {
  const [verdict] = await verifications([body.licence]);
  return { status: 200, body: verdict };
});
