/** Whom an applicant may act for. */
import * as z from "zod";
import { line } from "../../../workflows/formats/line.ts";
import type { HttpContract } from "../../contract.ts";
import { id } from "../../schemas.ts";

const party = z.strictObject({
  id,
  kind: z.enum(["person", "household", "organisation"]),
  name: z.string(),
  taxId: z.string().optional(),
  email: z.string(),
  language: z.string(),
});

export const listParties = {
  name: "list-parties",
  method: "GET",
  path: "/parties",
  summary: "The parties that you may act for",
  pool: "applicants",
  answer: {
    status: 200,
    description: "Parties",
    body: z.strictObject({ parties: z.array(party) }),
  },
  problems: [],
} as const satisfies HttpContract;

export const createParty = {
  name: "create-party",
  method: "POST",
  path: "/parties",
  summary: "Register yourself, a household or an organisation as an applicant",
  pool: "applicants",
  idempotency: "required",
  body: party.omit({ id: true }).extend({
    name: line(200),
    taxId: line(40).optional(),
    email: z.email().max(200),
    language: z.enum(["en", "vi"]),
  }),
  answer: { status: 201, description: "The party", body: party },
  problems: ["idempotency-key-missing", "idempotency-key-reused", "validation-failed"],
} as const satisfies HttpContract;
