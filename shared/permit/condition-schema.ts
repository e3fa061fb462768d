/** Conditions, limits and tariff lines as JSON brings them: an authority's file, not a permit's module. */
import * as z from "zod";
import type { Condition } from "./condition.ts";

const pointer = z.string().max(300).startsWith("/");
const scalar = z.union([z.string().max(300), z.number(), z.boolean()]);
const text = z.strictObject({ en: z.string().min(1), vi: z.string().min(1).optional() });

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ fact: pointer, equals: scalar }),
    z.strictObject({ fact: pointer, oneOf: z.array(scalar).min(1).max(50) }),
    z.strictObject({ fact: pointer, atLeast: z.number() }),
    z.strictObject({ fact: pointer, below: z.number() }),
    z.strictObject({ fact: pointer, present: z.boolean() }),
    z.strictObject({ all: z.array(conditionSchema).max(50) }),
    z.strictObject({ any: z.array(conditionSchema).max(50) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

/** A limit that binds the authority. */
export const limitSchema = z.strictObject({
  amount: z.number().positive().max(10_000),
  unit: z.enum(["hours", "workingHours", "workingDays", "calendarDays", "months"]),
});

export const legalBasisSchema = z.strictObject({
  act: text,
  article: z.string().min(1).optional(),
  source: z.url().optional(),
});

export const tariffLineSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: text,
  /** Minor units of the authority's currency, for one unit. */
  amount: z.int().min(0),
  when: conditionSchema.optional(),
  quantity: pointer.optional(),
  unit: text.optional(),
  basis: legalBasisSchema.optional(),
});
