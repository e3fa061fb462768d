/** The applicant's routes. */
import * as z from "zod";
import { ruled } from "../../shared/permit/answers.ts";
import { line } from "../../workflows/formats/line.ts";
import type { HttpContract } from "../contract.ts";
import {
  applicationParams,
  cursor,
  documentParams,
  id,
  licenceParams,
  licenceStanding,
  moment,
  money,
  page,
  slug,
} from "../schemas.ts";

const party = z.strictObject({
  id,
  kind: z.enum(["person", "household", "organisation"]),
  name: z.string(),
  taxId: z.string().optional(),
  email: z.string(),
  language: z.string(),
});

const supplementAsked = z.strictObject({
  reasons: z.array(z.string()),
  fields: z.array(z.string()).meta({ description: "JSON Pointers into the answers." }),
  documents: z.array(z.string()).meta({ description: "Kinds of documents." }),
  text: z.string(),
  dueAt: moment,
});

export const applicationView = z.strictObject({
  id,
  permit: z.strictObject({ id: slug, version: z.int(), title: z.string() }),
  authority: slug,
  place: slug,
  party: id,
  phase: z.string(),
  createdAt: moment,
  dossier: z.string().optional(),
  submittedAt: moment.optional(),
  completenessDueAt: moment.optional(),
  fee: money.optional(),
  dueAt: moment.optional(),
  promisedDueAt: moment.optional(),
  endedAt: moment.optional(),
  licence: z.string().optional(),
  renews: z.string().optional().meta({ description: "The number of the licence to be renewed." }),
  stages: z.array(
    z.strictObject({
      stage: z.string(),
      title: z.string(),
      unit: z.string().optional(),
      openedAt: moment,
      dueAt: moment.optional(),
      outcome: z.string().optional(),
      as: z.string().optional().meta({
        description:
          "What the outcome was, where it alone does not say it: deemedConsent, objected, ...",
      }),
    }),
  ),
  supplement: supplementAsked.optional(),
  refusal: z
    .strictObject({
      reasons: z.array(z.strictObject({ code: z.string(), title: z.string() })),
      text: z.string().optional(),
    })
    .optional(),
});

export const faultView = z.strictObject({
  pointer: z.string(),
  code: z.string(),
  detail: z.string(),
  label: z.string().optional(),
});

const feeLine = z.strictObject({
  title: z.string(),
  quantity: z.int(),
  unitAmount: z.int().meta({ description: "Minor units, for one." }),
  amount: z.int().meta({ description: "Minor units." }),
  explanation: z.string(),
  basis: z.strictObject({
    act: z.string(),
    article: z.string().optional(),
    source: z.string().optional(),
  }),
});

const documentView = z.strictObject({
  id,
  kind: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.int(),
  status: z.enum(["awaited", "clean", "rejected"]),
  reason: z.string().optional(),
});

const answersShape = z.record(z.string(), z.unknown());

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

export const readClock = {
  name: "read-clock",
  method: "GET",
  path: "/applications/{application}/clock",
  summary: "Why it is due when it is: each interval, each day counted or not, and the law",
  pool: "applicants",
  params: applicationParams,
  query: z.strictObject({ format: z.enum(["json", "svg"]).optional() }),
  answer: {
    status: 200,
    description: "The explanation; with format=svg a strip of its days",
    body: z.strictObject({
      dueAt: moment.optional().meta({ description: "Absent while the clock stands still." }),
      promisedDueAt: moment.optional(),
      rescheduled: z
        .strictObject({
          at: moment,
          to: z.string(),
          reason: z.string(),
          text: z
            .string()
            .optional()
            .meta({ description: "What the officer said beside the reason, as it was written." }),
        })
        .optional()
        .meta({ description: "The one new date that was promised, with the apology's reason." }),
      moved: z
        .strictObject({
          at: moment,
          from: moment.optional(),
          to: moment.optional(),
          days: z.array(
            z.strictObject({ date: z.string(), text: z.string(), source: z.string().optional() }),
          ),
        })
        .optional()
        .meta({ description: "The last time that a changed calendar moved the date, and why." }),
      overdueSince: moment.optional(),
      silence: z
        .strictObject({ effect: z.enum(["mayProceed", "deemedApproved"]), since: moment })
        .optional()
        .meta({ description: "What the law gave when the whole limit had run out." }),
      limit: z.string(),
      legalBasis: z.strictObject({ act: z.string(), article: z.string().optional() }),
      counted: z.number(),
      unit: z.string(),
      intervals: z.array(
        z.strictObject({
          state: z.enum(["running", "stopped"]),
          from: moment,
          to: moment.optional(),
          reason: z.string(),
          superseded: z.boolean(),
        }),
      ),
      days: z.array(
        z.strictObject({
          date: z.string(),
          verdict: z.string(),
          counted: z.number(),
          sum: z.number(),
          text: z.string(),
          source: z.string().optional(),
        }),
      ),
      provisionalYears: z
        .array(z.int())
        .meta({ description: "Years whose official list of holidays is not loaded yet." }),
    }),
  },
  problems: ["not-found", "wrong-state", "calendar-missing"],
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

export const addDocument = {
  name: "add-document",
  method: "POST",
  path: "/applications/{application}/documents",
  summary: "Announce a document; the answer is a form to post the file with, straight to storage",
  pool: "applicants",
  idempotency: "accepted",
  params: applicationParams,
  body: z.strictObject({
    kind: slug,
    fileName: ruled(line(200), {
      code: "file-name",
      test: (name) => !/[/\\]/.test(name),
      detail: {
        en: "Give the name of the file alone, without its folder.",
        vi: "Chỉ ghi tên tệp, không kèm thư mục.",
      },
    }),
    mediaType: z.string().max(100),
    size: z.int().min(1).meta({ description: "Bytes." }),
  }),
  answer: {
    status: 201,
    description: "The document and its upload form",
    body: z.strictObject({
      id,
      upload: z.strictObject({ url: z.string(), fields: z.record(z.string(), z.string()) }),
    }),
  },
  problems: ["not-found", "wrong-state", "validation-failed", "idempotency-key-reused"],
} as const satisfies HttpContract;

export const removeDocument = {
  name: "remove-document",
  method: "DELETE",
  path: "/applications/{application}/documents/{document}",
  summary: "Take a document out of a draft",
  pool: "applicants",
  params: documentParams,
  answer: { status: 204, description: "It is gone" },
  problems: ["not-found", "wrong-state"],
} as const satisfies HttpContract;

export const readDocument = {
  name: "read-document",
  method: "GET",
  path: "/applications/{application}/documents/{document}",
  summary: "A document's state and, once it was found clean, a link to it",
  pool: "applicants",
  params: documentParams,
  answer: {
    status: 200,
    description: "The document",
    body: documentView.extend({ url: z.string().optional() }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

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
