/** The officer's routes. */
import * as z from "zod";
import type { HttpContract } from "../contract.ts";
import {
  applicationParams,
  cursor,
  id,
  licenceParams,
  licenceStanding,
  moment,
  page,
  slug,
  taskId,
  taskParams,
} from "../schemas.ts";
import { decision, text } from "./decision.ts";

const task = z.strictObject({
  id: taskId,
  application: id,
  dossier: z.string(),
  permit: z.strictObject({ id: slug, version: z.int(), title: z.string() }),
  stage: z.string(),
  title: z.string(),
  round: z.int(),
  unit: slug,
  role: slug,
  openedAt: moment,
  dueAt: moment.optional(),
  claimedBy: z.string().optional(),
  escalated: z.boolean().optional().meta({
    description: "It is late, or its officer declared a conflict; you are the superior.",
  }),
});

const OUTCOMES = [
  "approve",
  "refuse",
  "supplement",
  "consent",
  "object",
  "pass",
  "fail",
  "dismiss",
  "uphold",
  "improve",
] as const;

const reason = z.strictObject({ code: z.string(), title: z.string() });

export const listTasks = {
  name: "list-tasks",
  method: "GET",
  path: "/tasks",
  summary: "What waits for you, what is due first standing first",
  pool: "officers",
  query: page.extend({
    authority: slug.optional().meta({ description: "For who serves more than one." }),
    unit: slug.optional(),
    role: slug.optional().meta({ description: "A head may look at the other roles of the unit." }),
  }),
  answer: {
    status: 200,
    description: "A page of tasks",
    body: z.strictObject({ tasks: z.array(task), next: cursor.optional() }),
  },
  problems: ["invalid-cursor", "not-found", "validation-failed"],
} as const satisfies HttpContract;

export const readTask = {
  name: "read-task",
  method: "GET",
  path: "/tasks/{task}",
  summary: "A task with its file: answers, documents, what may be decided. The reading is recorded",
  pool: "officers",
  params: taskParams,
  answer: {
    status: 200,
    description: "The task",
    body: task.extend({
      outcome: z.string().optional(),
      party: z.strictObject({ kind: z.string(), name: z.string(), taxId: z.string().optional() }),
      answers: z.record(z.string(), z.unknown()),
      documents: z.array(
        z.strictObject({
          id,
          kind: z.string(),
          fileName: z.string(),
          mediaType: z.string(),
          size: z.int(),
          digest: z.string().optional(),
        }),
      ),
      kind: z.enum(["review", "consult", "inspect", "hear", "sign"]),
      decisions: z.array(z.enum(OUTCOMES)),
      refusals: z.array(reason),
      checklist: z
        .array(z.strictObject({ item: slug, title: z.string() }))
        .meta({ description: "What an inspection has to find out; else empty." }),
      officers: z
        .array(z.strictObject({ person: z.string(), name: z.string() }))
        .meta({ description: "Who could be given it; shown to the head." }),
    }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

export const readTaskDocument = {
  name: "read-task-document",
  method: "GET",
  path: "/tasks/{task}/documents/{document}",
  summary: "A link to one of the file's documents. The reading is recorded",
  pool: "officers",
  params: taskParams.extend({ document: id }),
  answer: {
    status: 200,
    description: "The link",
    body: z.strictObject({ url: z.string(), expiresInSeconds: z.int() }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

const afterwards = z.strictObject({
  id: taskId,
  stage: z.string(),
  outcome: z.string().optional(),
  claimedBy: z.string().optional(),
  phase: z.string(),
  dueAt: moment.optional(),
});

export const claimTask = {
  name: "claim-task",
  method: "POST",
  path: "/tasks/{task}/claim",
  summary: "Take a task, so that nobody else works on it",
  pool: "officers",
  params: taskParams,
  answer: { status: 200, description: "It is yours", body: afterwards },
  problems: ["not-found", "task-claimed", "task-decided", "barred"],
} as const satisfies HttpContract;

export const releaseTask = {
  name: "release-task",
  method: "POST",
  path: "/tasks/{task}/release",
  summary: "Give a task back to the unit",
  pool: "officers",
  params: taskParams,
  answer: { status: 200, description: "It is free", body: afterwards },
  problems: ["not-found", "task-claimed", "task-decided"],
} as const satisfies HttpContract;

export const declareConflict = {
  name: "declare-conflict",
  method: "POST",
  path: "/tasks/{task}/conflict",
  summary: "Declare a conflict of interest: you decide nothing in this file, your superior is told",
  pool: "officers",
  idempotency: "accepted",
  params: taskParams,
  body: z.strictObject({
    text: text.optional().meta({ description: "Kept in the trail; the applicant is not told." }),
  }),
  answer: { status: 200, description: "It is recorded", body: afterwards },
  problems: ["not-found", "task-decided", "validation-failed", "idempotency-key-reused"],
} as const satisfies HttpContract;

export const assignTask = {
  name: "assign-task",
  method: "POST",
  path: "/tasks/{task}/assignment",
  summary: "The head gives a task to an officer of the role it waits for",
  pool: "officers",
  params: taskParams,
  body: z.strictObject({
    officer: z.string().min(1).max(128).meta({ description: "The officer's `sub`." }),
  }),
  answer: { status: 200, description: "It is theirs", body: afterwards },
  problems: ["not-found", "task-decided", "validation-failed"],
} as const satisfies HttpContract;

export const rescheduleTask = {
  name: "reschedule-task",
  method: "POST",
  path: "/tasks/{task}/reschedule",
  summary: "Apologise for lateness that is foreseen, and promise another date: once for a file",
  pool: "officers",
  idempotency: "accepted",
  params: taskParams,
  body: z.strictObject({
    to: z.iso
      .date()
      .meta({ description: "The new last day, a working day after the one promised." }),
    reason: z.enum(["awaiting-opinion", "site-check", "complex", "overload", "technical"]),
    text: text.optional().meta({ description: "What the applicant is told beside the reason." }),
  }),
  answer: { status: 200, description: "It is promised", body: afterwards },
  problems: [
    "not-found",
    "task-decided",
    "wrong-state",
    "not-permitted",
    "validation-failed",
    "calendar-missing",
    "idempotency-key-reused",
  ],
} as const satisfies HttpContract;

export const decideTask = {
  name: "decide-task",
  method: "POST",
  path: "/tasks/{task}/decision",
  summary: "Decide a task, once, by one of the decisions that its kind of stage has",
  pool: "officers",
  idempotency: "accepted",
  params: taskParams,
  body: decision,
  answer: { status: 200, description: "It is decided", body: afterwards },
  problems: [
    "not-found",
    "task-claimed",
    "task-decided",
    "barred",
    "not-permitted",
    "validation-failed",
    "calendar-missing",
    "idempotency-key-reused",
  ],
} as const satisfies HttpContract;

export const readAudit = {
  name: "read-audit",
  method: "GET",
  path: "/audit/{application}",
  summary: "The trail of an application, event by event. The reading is recorded",
  pool: "officers",
  params: applicationParams,
  query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
  answer: {
    status: 200,
    description: "Up to 200 events",
    body: z.strictObject({
      events: z.array(
        z.strictObject({
          seq: z.int(),
          at: z.int(),
          actor: z.record(z.string(), z.unknown()),
          body: z.record(z.string(), z.unknown()),
          previous: z.string(),
          hash: z.string(),
        }),
      ),
      next: z.int().optional(),
    }),
  },
  problems: ["not-found"],
} as const satisfies HttpContract;

const statusDecision = z.strictObject({
  reason: slug.meta({ description: "A code: of the permit's own, or for a reinstatement ours." }),
  effectiveOn: z.iso
    .date()
    .optional()
    .meta({ description: "The date of effect, today or later; at once where it is absent." }),
  text: text.optional(),
});

const onLicence = {
  method: "POST",
  pool: "officers",
  idempotency: "accepted",
  params: licenceParams,
  body: statusDecision,
  answer: { status: 200, description: "It is decided", body: licenceStanding },
  problems: [
    "not-found",
    "barred",
    "not-permitted",
    "wrong-state",
    "validation-failed",
    "idempotency-key-reused",
  ],
} as const;

export const suspendLicence = {
  ...onLicence,
  name: "suspend-licence",
  path: "/licences/{number}/suspension",
  summary: "Suspend a licence, as the office that granted it",
} as const satisfies HttpContract;

export const reinstateLicence = {
  ...onLicence,
  name: "reinstate-licence",
  path: "/licences/{number}/reinstatement",
  summary: "Put a suspended licence in force again",
} as const satisfies HttpContract;

export const revokeLicence = {
  ...onLicence,
  name: "revoke-licence",
  path: "/licences/{number}/revocation",
  summary: "Revoke a licence for good",
} as const satisfies HttpContract;
