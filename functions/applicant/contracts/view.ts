/** An application as its applicant sees it, in the parts that several routes answer. */
import * as z from "zod";
import { id, moment, money, slug } from "../../schemas.ts";

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

export const feeLine = z.strictObject({
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

export const documentView = z.strictObject({
  id,
  kind: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.int(),
  status: z.enum(["awaited", "clean", "rejected"]),
  reason: z.string().optional(),
});

export const answersShape = z.record(z.string(), z.unknown());
