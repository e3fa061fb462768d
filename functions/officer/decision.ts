/** What an officer sends to decide a task: strict for each decision, which the kind of stage allows or not. */
import * as z from "zod";
import { paragraphs } from "../../workflows/formats/line.ts";
import { slug } from "../schemas.ts";

const code = z.string().min(1).max(64);
export const text = paragraphs(4000);
const reasons = z
  .array(code)
  .min(1)
  .max(20)
  .meta({ description: "Codes of the stage's own refusals, as the task shows them." });

const checklist = z
  .array(
    z.strictObject({
      item: slug,
      result: z.enum(["met", "not-met", "not-applicable"]),
      remark: text.optional(),
    }),
  )
  .max(100)
  .meta({ description: "Every item of the permit's checklist, once." });

const hearing = z
  .strictObject({
    heldOn: z.iso.date(),
    attended: z.boolean().meta({ description: "Whether the applicant was there." }),
  })
  .meta({ description: "That the applicant was heard, or could have been." });

/** One decision, with the kinds of stage that have it. */
function one<Shape extends z.ZodRawShape>(kinds: string, shape: Shape) {
  return z.strictObject(shape).meta({ description: kinds });
}

export const decision = z.discriminatedUnion("outcome", [
  one("review, sign", { outcome: z.literal("approve"), text: text.optional() }),
  one("review, sign", { outcome: z.literal("refuse"), reasons, text: text.optional() }),
  one("review, where the permit allows a supplement, and as often", {
    outcome: z.literal("supplement"),
    reasons: z.array(code).max(20).default([]),
    fields: z
      .array(z.string().max(300).startsWith("/answers/"))
      .max(50)
      .default([])
      .meta({ description: "JSON Pointers: /answers/..." }),
    documents: z.array(code).max(50).default([]),
    text,
  }),
  one("consult: no objection", { outcome: z.literal("consent"), text: text.optional() }),
  one("consult: refuses by itself, or is weighed by later stages, as the permit says", {
    outcome: z.literal("object"),
    reasons,
    text: text.optional(),
  }),
  one("inspect: nothing is amiss", {
    outcome: z.literal("pass"),
    checklist,
    text: text.optional(),
  }),
  one("inspect: refuses by itself, or is weighed by later stages, as the permit says", {
    outcome: z.literal("fail"),
    checklist,
    reasons,
    text: text.optional(),
  }),
  one("hear: what was held against the applicant does not stand", {
    outcome: z.literal("dismiss"),
    hearing,
    text: text.optional(),
  }),
  one("hear: it stands, and refuses", {
    outcome: z.literal("uphold"),
    hearing,
    reasons,
    text: text.optional(),
  }),
  one("review, hear, sign: an improvement notice, once leave to begin was given by silence", {
    outcome: z.literal("improve"),
    hearing: hearing.optional(),
    reasons,
    text,
  }),
]);
