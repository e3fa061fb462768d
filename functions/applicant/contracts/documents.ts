/** The documents of an application. */
import * as z from "zod";
import { ruled } from "../../../shared/permit/answers.ts";
import { line } from "../../../workflows/formats/line.ts";
import type { HttpContract } from "../../contract.ts";
import { applicationParams, documentParams, id, slug } from "../../schemas.ts";
import { documentView } from "./view.ts";

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
