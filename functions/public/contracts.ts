/** Routes that need no account. */
import * as z from "zod";
import { LICENCE_STATUSES } from "../../shared/licence/status.ts";
import type { HttpContract } from "../contract.ts";
import { licenceParams, licenceStanding, moment, money, slug } from "../schemas.ts";
import { verifyLicencesRequest } from "./batch-request.ts";
import { licenceText, verifyLicenceRequest } from "./verification-request.ts";

const legalBasis = z.strictObject({
  act: z.string(),
  article: z.string().optional(),
  source: z.string().optional(),
});

const limit = z.strictObject({
  amount: z.number(),
  unit: z.string(),
  binds: z.string().optional(),
});

const permitSummary = z.strictObject({
  id: slug,
  version: z.int(),
  title: z.string(),
  summary: z.string(),
  procedureCode: z.string().optional(),
  applicants: z.array(z.string()),
  limit,
  closedAfter: z.iso.date().optional().meta({
    description:
      "The last day on which it could be asked for: it takes no new applications, and finishes the old.",
  }),
});

export const listPermits = {
  name: "list-permits",
  method: "GET",
  path: "/permits",
  summary: "The catalogue: every permit; one that takes no applications any more says so",
  answer: {
    status: 200,
    description: "Permits",
    body: z.strictObject({ permits: z.array(permitSummary) }),
  },
  problems: [],
} as const satisfies HttpContract;

export const readPermit = {
  name: "read-permit",
  method: "GET",
  path: "/permits/{permit}",
  summary: "One permit: what to answer, which documents, the fee, the time, the law, the stages",
  params: z.strictObject({ permit: slug }),
  query: z.strictObject({
    authority: slug.optional().meta({
      description: "With the limit and the fee that this authority has otherwise than the permit.",
    }),
  }),
  answer: {
    status: 200,
    description: "The permit",
    body: permitSummary.extend({
      legalBasis: z.array(legalBasis),
      answers: z.record(z.string(), z.unknown()).meta({ description: "JSON Schema 2020-12." }),
      documents: z.array(
        z.strictObject({
          id: slug,
          title: z.string(),
          required: z.boolean(),
          requiredIf: z.string().optional(),
          mediaTypes: z.array(z.string()),
          maxBytes: z.int(),
          basis: legalBasis.optional(),
        }),
      ),
      fee: z.array(
        money.extend({
          title: z.string(),
          when: z.string().optional(),
          per: z.string().optional(),
          basis: legalBasis,
        }),
      ),
      stages: z.array(
        z.strictObject({
          id: slug,
          kind: z.string(),
          title: z.string(),
          role: z.string().optional(),
          limit: limit.optional(),
          basis: legalBasis.optional(),
        }),
      ),
      validity: limit,
    }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

export const listAuthorities = {
  name: "list-authorities",
  method: "GET",
  path: "/authorities",
  summary: "The authorities and the places they serve",
  answer: {
    status: 200,
    description: "Authorities",
    body: z.strictObject({
      authorities: z.array(
        z.strictObject({
          id: slug,
          title: z.string(),
          issuer: z.string(),
          permits: z
            .array(slug)
            .meta({ description: "The permits that it grants, of those on offer." }),
          places: z.array(z.strictObject({ code: slug, title: z.string(), level: z.string() })),
        }),
      ),
    }),
  },
  problems: [],
} as const satisfies HttpContract;

export const lookUpDossier = {
  name: "look-up-dossier",
  method: "GET",
  path: "/dossiers/{dossier}",
  summary: "Whether a file is done, by the code on its receipt; nothing else is told",
  params: z.strictObject({
    dossier: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9.-]+$/),
  }),
  answer: {
    status: 200,
    description: "The code and whether it is done",
    body: z.strictObject({
      dossier: z.string(),
      completed: z.boolean(),
    }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

export const lookUpLicence = {
  name: "look-up-licence",
  method: "GET",
  path: "/licences/{number}",
  summary: "How a licence stands, by its number: in force, suspended, revoked, expired; not whose",
  params: licenceParams,
  answer: {
    status: 200,
    description: "The licence's status",
    body: licenceStanding.extend({
      permit: z.strictObject({ id: slug, title: z.string() }),
      authority: z.strictObject({ id: slug, title: z.string() }),
      issuedAt: moment,
      expiresAt: moment,
    }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

z.globalRegistry.add(licenceText, {
  description: "SD-JWT VC, the text of a printed code, or a CWT in base64url.",
});

const verdict = z.strictObject({
  verdict: z.string(),
  reason: z.string().optional(),
  detail: z.string().optional(),
  status: z
    .enum(LICENCE_STATUSES)
    .optional()
    .meta({ description: "Which end it was, of a licence that is no longer in force." }),
  since: moment.optional(),
  statusAsOf: moment.optional(),
  licence: z.record(z.string(), z.unknown()).optional(),
});

export const verifyLicence = {
  ...verifyLicenceRequest,
  summary: "Verify a licence; nobody needs an account to know whether one is valid",
  answer: { status: 200, description: "The verdict", body: verdict },
  problems: ["validation-failed"],
} as const satisfies HttpContract;

export const verifyLicences = {
  ...verifyLicencesRequest,
  summary: "Verify up to a thousand licences at once, each as by itself",
  answer: {
    status: 200,
    description: "The verdicts, in the order of the licences",
    body: z.strictObject({ verdicts: z.array(verdict) }),
  },
  problems: ["validation-failed"],
} as const satisfies HttpContract;

export const readKeySet = {
  name: "read-key-set",
  method: "GET",
  path: "/.well-known/jwks.json",
  summary: "The public keys of every issuer here (RFC 7517)",
  answer: {
    status: 200,
    description: "JWK Set",
    body: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
  },
  problems: [],
} as const satisfies HttpContract;

export const readIssuer = {
  name: "read-issuer",
  method: "GET",
  path: "/.well-known/jwt-vc-issuer",
  summary: "The metadata of an issuer (SD-JWT VC, section 5)",
  query: z.strictObject({ authority: slug.optional() }),
  answer: {
    status: 200,
    description: "Issuer metadata",
    body: z.strictObject({
      issuer: z.string(),
      jwks: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
    }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

export const readLicenceType = {
  name: "read-licence-type",
  method: "GET",
  path: "/vct/{type}",
  summary: "What a type of licence holds (SD-JWT VC type metadata, section 6)",
  params: z.strictObject({ type: slug }),
  query: z.strictObject({ authority: slug.optional() }),
  answer: {
    status: 200,
    description: "Type metadata",
    body: z.record(z.string(), z.unknown()),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

export const readStatusList = {
  name: "read-status-list",
  method: "GET",
  path: "/status-lists/{list}",
  summary: "A Token Status List, signed, to be kept until it expires",
  params: z.strictObject({ list: slug }),
  answer: {
    status: 200,
    description: "The token",
    mediaType: "application/statuslist+jwt",
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

export const readVerifierPage = {
  name: "read-verifier-page",
  method: "GET",
  path: "/V",
  summary: "The page that a printed code opens: it verifies the licence in its own address",
  answer: { status: 200, description: "HTML", mediaType: "text/html" },
  problems: [],
} as const satisfies HttpContract;

export const readVerifierWorker = {
  name: "read-verifier-worker",
  method: "GET",
  path: "/V.js",
  summary: "What keeps that page for the time without a network",
  answer: { status: 200, description: "JavaScript", mediaType: "text/javascript" },
  problems: [],
} as const satisfies HttpContract;

export const readOpenapi = {
  name: "read-openapi",
  method: "GET",
  path: "/openapi.json",
  summary: "This API as OpenAPI 3.1",
  answer: { status: 200, description: "OpenAPI 3.1", body: z.record(z.string(), z.unknown()) },
  problems: [],
} as const satisfies HttpContract;

export const readDocs = {
  name: "read-docs",
  method: "GET",
  path: "/docs",
  summary: "This API as a page",
  answer: { status: 200, description: "HTML", mediaType: "text/html" },
  problems: [],
} as const satisfies HttpContract;
