/** A calendar as an authority sends it: JSON, checked before anything is counted by it. */
import * as z from "zod";
import { type Calendar, CalendarFaulty, DAY_KINDS } from "./calendar.ts";
import { parseDay } from "./day.ts";
import { calendarFaults } from "./faults.ts";
import { parseMinute, parseRange } from "./hours.ts";

const text = z.object({ en: z.string().min(1) }).catchall(z.string().min(1));
const source = z.strictObject({ title: z.string().min(1), url: z.url().optional() });
const range = z.string().refine(accepts(parseRange), "hours such as 07:00-11:30");
const day = z.string().refine(accepts(parseDay), "an existing day, YYYY-MM-DD");
const weekday = z.array(range).max(4);

export const calendarSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens"),
  title: text,
  timeZone: z.string().min(1).max(64),
  hours: z.strictObject({
    monday: weekday,
    tuesday: weekday,
    wednesday: weekday,
    thursday: weekday,
    friday: weekday,
    saturday: weekday,
    sunday: weekday,
  }),
  hoursSource: source,
  receipt: z.strictObject({
    outsideHours: z.enum(["same-day", "next-working-day"]),
    cutOff: z.string().refine(accepts(parseMinute), "a time such as 15:00").optional(),
  }),
  years: z
    .array(
      z.strictObject({
        year: z.int().min(1970).max(2200),
        basis: z.enum(["notice", "statute"]),
        source,
        note: text.optional(),
        days: z
          .array(
            z.strictObject({
              day,
              kind: z.enum(DAY_KINDS),
              title: text,
              source,
              hours: z.array(range).min(1).max(4).optional(),
              insteadOf: day.optional(),
            }),
          )
          .max(366),
      }),
    )
    .min(1)
    .max(50),
});

/**
 * Reads a calendar from data of unknown shape.
 * @throws z.ZodError if the shape is wrong
 * @throws CalendarFaulty if it contradicts itself
 */
export function parseCalendar(data: unknown): Calendar {
  const calendar = calendarSchema.parse(data) as Calendar;
  const faults = calendarFaults(calendar);
  if (faults.length > 0) throw new CalendarFaulty(calendar.id, faults);
  return calendar;
}

function accepts(parse: (value: string) => unknown): (value: string) => boolean {
  return (value) => {
    try {
      parse(value);
      return true;
    } catch {
      return false;
    }
  };
}
