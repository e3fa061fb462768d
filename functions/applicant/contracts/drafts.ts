/** Applications while they are written, and to look at. */
import * as z from "zod";
import type { HttpContract } from "../../contract.ts";
import { applicationParams, cursor, id, page, slug } from "../../schemas.ts";
import { answersShape, applicationView, documentView, faultView, feeLine } from "./view.ts";

export const createDraft = {
  name: "create-draft",
  method: "POST",
  path: "/applications",
  summary: "Begin an application as a draft",
  pool: "applicants",
  idempotency: "required",
  body: z.strictObject({
    permit: slug,
    authority: slug,
    place: slug,
    party: id.optional().meta({ description: "May be left out by who acts for one party only." }),
    answers: answersShape.optional().meta({ description: "May be incomplete until submission." }),
  }),
  answer: { status: 201, description: "The draft", body: applicationView },
  problems: [
    "idempotency-key-missing",
    "idempotency-key-reused",
    "validation-failed",
    "permit-closed",
    "calendar-missing",
  ],
} as const satisfies HttpContract;

export const listApplications = {
  name: "list-applications",
  method: "GET",
  path: "/applications",
  summary: "The applications of a party, newest first",
  pool: "applicants",
  query: page.extend({ party: id.optional() }),
  answer: {
    status: 200,
    description: "A page of applications",
    body: z.strictObject({ applications: z.array(applicationView), next: cursor.optional() }),
  },
  problems: ["invalid-cursor", "not-found"],
} as const satisfies HttpContract;

export const readApplication = {
  name: "read-application",
  method: "GET",
  path: "/applications/{application}",
  summary: "Where an application stands, what was answered, what is asked",
  pool: "applicants",
  params: applicationParams,
  answer: {
    status: 200,
    description: "The application",
    body: applicationView.extend({
      answers: answersShape,
      documents: z.array(documentView),
      feeLines: z
        .array(feeLine)
        .optional()
        .meta({ description: "Why the fee is what it is; of a draft, what it would be today." }),
      change: z
        .strictObject({
          from: z.int(),
          to: z.int(),
          differences: z.array(faultView),
          missing: z.array(faultView),
        })
        .optional()
        .meta({
          description:
            "Of a draft whose permit has a newer version: what is other there, and what it still lacks.",
        }),
    }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

export const saveAnswers = {
  name: "save-answers",
  method: "PUT",
  path: "/applications/{application}/answers",
  summary: "Replace the answers of a draft, or those that a supplement request opened",
  pool: "applicants",
  params: applicationParams,
  body: answersShape,
  answer: {
    status: 200,
    description: "What would still be wrong if it were submitted now",
    body: z.strictObject({ faults: z.array(faultView) }),
  },
  problems: ["not-found", "wrong-state", "validation-failed"],
} as const satisfies HttpContract;
