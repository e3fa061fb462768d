import { http } from "../runtime.ts";
import { verifyLicences } from "./contracts.ts";
import { verifications } from "./verifications.ts";

export const handler = http(verifyLicences, async ({ body }) => ({
  status: 200,
  body: { verdicts: await verifications(body.licences) },
}));
