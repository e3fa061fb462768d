/** What moves an application on: handing in, paying, taking back. */
import * as z from "zod";
import type { HttpContract } from "../../contract.ts";
import { applicationParams, money } from "../../schemas.ts";
import { applicationView } from "./view.ts";

export const submitApplication = {
  name: "submit-application",
  method: "POST",
  path: "/applications/{application}/submission",
  summary: "Submit a draft; every fault is listed, or it is filed",
  pool: "applicants",
  idempotency: "accepted",
  params: applicationParams,
  answer: { status: 201, description: "It is filed", body: applicationView },
  problems: [
    "not-found",
    "wrong-state",
    "validation-failed",
    "permit-closed",
    "renewal-closed",
    "permit-changed",
    "idempotency-key-reused",
  ],
} as const satisfies HttpContract;

export const supplementApplication = {
  name: "supplement-application",
  method: "POST",
  path: "/applications/{application}/supplement",
  summary: "Hand in what was asked for, after changing the answers and documents it names",
  pool: "applicants",
  idempotency: "accepted",
  params: applicationParams,
  answer: { status: 201, description: "It is handed in", body: applicationView },
  problems: ["not-found", "wrong-state", "validation-failed", "idempotency-key-reused"],
} as const satisfies HttpContract;

export const withdrawApplication = {
  name: "withdraw-application",
  method: "POST",
  path: "/applications/{application}/withdrawal",
  summary: "Withdraw, until the final decision",
  pool: "applicants",
  idempotency: "accepted",
  params: applicationParams,
  answer: { status: 200, description: "It is withdrawn", body: applicationView },
  problems: ["not-found", "wrong-state", "idempotency-key-reused"],
} as const satisfies HttpContract;

export const openCheckout = {
  name: "open-checkout",
  method: "POST",
  path: "/applications/{application}/checkout",
  summary: "Where to pay the fee",
  pool: "applicants",
  idempotency: "accepted",
  params: applicationParams,
  answer: {
    status: 201,
    description: "The gateway's page",
    body: z.strictObject({ checkout: z.string(), url: z.string(), fee: money }),
  },
  problems: ["not-found", "wrong-state", "busy", "gateway-unavailable", "idempotency-key-reused"],
} as const satisfies HttpContract;
