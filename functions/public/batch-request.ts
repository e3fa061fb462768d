/** What the verification of many licences is asked. */
import * as z from "zod/mini";
import type { RequestContract } from "../contract.ts";
import { licenceText } from "./verification-request.ts";

export const verifyLicencesRequest = {
  name: "verify-licences",
  method: "POST",
  path: "/verifications/batch",
  body: z.strictObject({ licences: z.array(licenceText).check(z.minLength(1), z.maxLength(1000)) }),
  maxBodyBytes: 4 * 1024 * 1024,
} as const satisfies RequestContract;
