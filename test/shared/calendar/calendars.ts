/** The shipped calendars, compiled once for all tests. */
import type { Calendar } from "../../../shared/calendar/calendar.ts";
import { compileCalendar } from "../../../shared/calendar/working.ts";
import { englandAndWales } from "../../../workflows/authorities/calendars/england-and-wales.ts";
import { tamilNadu } from "../../../workflows/authorities/calendars/tamil-nadu.ts";
import { vietNam } from "../../../workflows/authorities/calendars/viet-nam.ts";

const SOURCE = { title: "made up for a test" };

/** Viet Nam with half a working day on Thursday 24 December 2026, for which no law is known. */
const withPartDay: Calendar = {
  ...vietNam,
  years: vietNam.years.map((year) =>
    year.year === 2026
      ? {
          ...year,
          days: [
            ...year.days,
            {
              day: "2026-12-24",
              kind: "part-day",
              title: { en: "Closes at half past eleven" },
              hours: ["07:00-11:30"],
              source: SOURCE,
            },
          ],
        }
      : year,
  ),
};

/** An office in England that is open over the hours in which clocks change. */
const nightShift: Calendar = {
  ...englandAndWales,
  id: "night-shift",
  hours: {
    ...englandAndWales.hours,
    saturday: ["20:00-24:00"],
    sunday: ["00:00-04:00"],
  },
};

export const data = {
  "viet-nam": vietNam,
  "england-and-wales": englandAndWales,
  "tamil-nadu": tamilNadu,
  "part-day": withPartDay,
  "night-shift": nightShift,
} as const satisfies Record<string, Calendar>;

export type CalendarName = keyof typeof data;

export const calendars = {
  "viet-nam": compileCalendar(vietNam),
  "england-and-wales": compileCalendar(englandAndWales),
  "tamil-nadu": compileCalendar(tamilNadu),
  "part-day": compileCalendar(withPartDay),
  "night-shift": compileCalendar(nightShift),
} as const;
