import { http } from "../runtime.ts";
import { verifyLicencesRequest } from "./batch-request.ts";
import { verifications } from "./verifications.ts";

export const handler = http(verifyLicencesRequest, async ({ body }) => ({
  status: 200,
  body: { verdicts: await verifications(body.licences) },
}));
