/** A licence in its holder's hands. */
import * as z from "zod";
import type { HttpContract } from "../../contract.ts";
import { applicationParams, licenceParams, licenceStanding, moment, slug } from "../../schemas.ts";
import { applicationView } from "./view.ts";

export const readLicence = {
  name: "read-licence",
  method: "GET",
  path: "/applications/{application}/licence",
  summary: "The signed licence",
  pool: "applicants",
  params: applicationParams,
  query: z.strictObject({ format: z.enum(["json", "sd-jwt", "cwt", "qr"]).optional() }),
  answer: {
    status: 200,
    description:
      "The licence; format=sd-jwt is the SD-JWT VC itself, cwt the CWT, qr the printed code (SVG)",
    body: z.strictObject({
      number: z.string(),
      issuedAt: moment,
      expiresAt: moment,
      sdJwt: z.string(),
      qr: z.string().meta({ description: "The text of the printed code." }),
    }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

export const surrenderLicence = {
  name: "surrender-licence",
  method: "POST",
  path: "/licences/{number}/surrender",
  summary: "Give a licence back, as its holder",
  pool: "applicants",
  idempotency: "accepted",
  params: licenceParams,
  body: z.strictObject({
    reason: slug.meta({ description: "A code of the permit's." }),
    effectiveOn: z.iso.date().optional().meta({ description: "Today or later; absent: at once." }),
  }),
  answer: { status: 200, description: "It is surrendered", body: licenceStanding },
  problems: [
    "not-found",
    "not-permitted",
    "wrong-state",
    "validation-failed",
    "idempotency-key-reused",
  ],
} as const satisfies HttpContract;

export const renewLicence = {
  name: "renew-licence",
  method: "POST",
  path: "/licences/{number}/renewal",
  summary: "Begin a renewal: a draft with the answers and documents of the file before it",
  pool: "applicants",
  idempotency: "required",
  params: licenceParams,
  answer: { status: 201, description: "The draft", body: applicationView },
  problems: [
    "idempotency-key-missing",
    "not-found",
    "wrong-state",
    "renewal-closed",
    "permit-closed",
    "idempotency-key-reused",
  ],
} as const satisfies HttpContract;
