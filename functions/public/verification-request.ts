/** What verification is asked, by the small edition of zod: what is in here, every cold start loads. */
import * as z from "zod/mini";
import type { RequestContract } from "../contract.ts";

export const licenceText = z.string().check(z.minLength(1), z.maxLength(65_536));

export const verifyLicenceRequest = {
  name: "verify-licence",
  method: "POST",
  path: "/verifications",
  body: z.strictObject({ licence: licenceText }),
} as const satisfies RequestContract;
