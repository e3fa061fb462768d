/** Shapes that several doors share: ids, texts, moments, money. */
import * as z from "zod";
import { LICENCE_STATUSES } from "../shared/licence/status.ts";

const ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export const id = z.string().regex(ID).meta({ description: "26 characters; sorts by age." });

/** RFC 3339 with offset. */
export const moment = z.iso.datetime({ offset: true });

export const money = z.strictObject({
  amount: z.int().meta({ description: "Minor units of the currency." }),
  currency: z.string().meta({ description: "ISO 4217." }),
});

export const cursor = z.string().min(1).max(2000);

export const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).optional(),
  cursor: cursor.optional(),
});

export const applicationParams = z.strictObject({ application: id });

export const documentParams = z.strictObject({ application: id, document: id });

/** A licence's number in a path, where it may hold a slash: written as a tilde, or percent-encoded. */
export const licenceParams = z.strictObject({
  number: z
    .string()
    .max(100)
    .regex(/^[\p{L}\p{N}./~_-]+$/u)
    .meta({ description: "The number, with ~ in place of each slash." }),
});

/** The number as it is written on the licence. */
export function numberOf(inPath: string): string {
  return inPath.replaceAll("~", "/");
}

const status = z.enum(LICENCE_STATUSES);

/** How a licence stands, and what is decided for later. */
export const licenceStanding = z.strictObject({
  number: z.string(),
  status,
  since: moment,
  reason: z.string().optional(),
  next: z.strictObject({ status, from: moment }).optional(),
});

/** `<application>.<stage>.<round>`. */
export const taskId = z
  .string()
  .regex(/^[0-7][0-9a-hjkmnp-tv-z]{25}\.[a-z0-9]+(-[a-z0-9]+)*\.[1-9][0-9]{0,2}$/);

export const taskParams = z.strictObject({ task: taskId });

export const slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** Taken apart; the schema has shown that it can be. */
export function taskOf(task: string): { application: string; stage: string; round: number } {
  const [application = "", stage = "", round = ""] = task.split(".");
  return { application, stage, round: Number(round) };
}
