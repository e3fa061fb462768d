/** Formats of the United Kingdom, and the spans of time that its forms ask about. */
import * as z from "zod";
import { ruled } from "../../shared/permit/answers.ts";

/** A postcode, with or without its space (BS 7666). */
export const postcode = () =>
  ruled(z.string().trim().min(1).max(8), {
    code: "postcode",
    test: (text) => /^(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})$/i.test(text.trim()),
    detail: { en: "Write a postcode, such as SW1A 1AA." },
  });

export const telephone = () =>
  ruled(z.string().trim().min(1).max(20), {
    code: "telephone",
    test: (text) => /^(0[0-9]{9,10}|\+[1-9][0-9]{7,14})$/.test(text.replaceAll(" ", "")),
    detail: { en: "Write a telephone number, such as 01632 960001 or +44 1632 960001." },
  });

/** A time of day on the wall. */
export const clockTime = () =>
  ruled(z.string().min(1).max(5), {
    code: "clock-time",
    test: (text) => /^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(text),
    detail: { en: "Write a time of day as 18:30." },
  });

/** Hours on the wall from one day and time to another; a change to or from summer time is not counted. */
export function hoursBetween(
  fromDay: string,
  fromTime: string,
  toDay: string,
  toTime: string,
): number {
  return (
    (Date.parse(`${toDay}T${toTime}:00Z`) - Date.parse(`${fromDay}T${fromTime}:00Z`)) / 3_600_000
  );
}

/** Whole years from a birthday to a day. */
export function yearsBetween(birthday: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthday.slice(0, 4));
  return day.slice(5) < birthday.slice(5) ? years - 1 : years;
}
