/** How a due date was counted. */
import * as z from "zod";
import type { HttpContract } from "../../contract.ts";
import { applicationParams, moment } from "../../schemas.ts";

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
