/** The contradictions in a calendar that its shape cannot show. */
import type { Calendar, DayException } from "./calendar.ts";
import { parseDay, weekdayOf } from "./day.ts";
import { hoursOfWeekday, parseRange } from "./hours.ts";

/** Every contradiction in a calendar, each a sentence with the path of the fault; none is good. */
export function calendarFaults(calendar: Calendar): string[] {
  const exceptions = new Map<string, DayException>();
  for (const { days } of calendar.years) for (const each of days) exceptions.set(each.day, each);
  return [
    ...zoneFaults(calendar.timeZone),
    ...(calendar.receipt.outsideHours === "same-day" && calendar.receipt.cutOff !== undefined
      ? ["/receipt/cutOff: has no effect where everything counts on the day it arrives; remove it"]
      : []),
    ...(calendar.years.length === 0 ? ["/years: give at least one year"] : []),
    ...Object.entries(calendar.hours).flatMap(([name, ranges]) =>
      overlaps(`/hours/${name}`, ranges),
    ),
    ...(Object.values(calendar.hours).every((ranges: readonly string[]) => ranges.length === 0)
      ? ["/hours: no weekday is worked; give the hours of at least one"]
      : []),
    ...calendar.years.flatMap((each, index) => {
      const previous = calendar.years[index - 1];
      return previous && each.year !== previous.year + 1
        ? [`/years/${index}: ${each.year} does not follow ${previous.year}; add the years between`]
        : [];
    }),
    ...calendar.years.flatMap(({ year, days }, index) =>
      days.flatMap((each, place) => {
        const path = `/years/${index}/days/${place}`;
        return [
          ...(each.day.startsWith(`${year}-`)
            ? []
            : [`${path}: ${each.day} does not lie in ${year}`]),
          ...(days.findIndex(({ day: other }) => other === each.day) < place
            ? [`${path}: ${each.day} stands here twice`]
            : []),
          ...overlaps(`${path}/hours`, each.hours ?? []),
          ...kindFaults(path, each, calendar, exceptions),
        ];
      }),
    ),
  ];
}

/** What each kind of day needs, and whether it makes sense on the weekday it falls on. */
function kindFaults(
  path: string,
  exception: DayException,
  calendar: Calendar,
  exceptions: ReadonlyMap<string, DayException>,
): string[] {
  const { day: date, kind, insteadOf, hours } = exception;
  const usual = hoursOfWeekday(calendar.hours, weekdayOf(parseDay(date))).length > 0;
  const other = insteadOf === undefined ? undefined : exceptions.get(insteadOf);
  const faults: string[] = [];
  if (kind === "part-day" && !hours) faults.push(`${path}: a part day needs its hours`);
  if (kind !== "part-day" && kind !== "make-up" && hours) {
    faults.push(`${path}: ${date} is closed, so it has no hours`);
  }
  if (kind === "make-up" && usual) faults.push(`${path}: ${date} is worked anyway`);
  if ((kind === "lieu" || kind === "swapped-off") && !usual) {
    faults.push(`${path}: ${date} is a day of rest anyway`);
  }
  if (kind === "lieu" && other?.kind !== "holiday") {
    faults.push(`${path}: name the holiday it stands for in "insteadOf"`);
  }
  const pair = kind === "make-up" ? "swapped-off" : kind === "swapped-off" ? "make-up" : undefined;
  if (pair && (other?.kind !== pair || other.insteadOf !== date)) {
    faults.push(`${path}: name the ${pair} day it is swapped with, and name this one there`);
  }
  return faults;
}

function overlaps(path: string, ranges: readonly string[]): string[] {
  return ranges
    .slice(1)
    .flatMap((each, index) =>
      parseRange(each).from < parseRange(ranges[index]!).to
        ? [`${path}/${index + 1}: ${each} begins before ${ranges[index]} has ended`]
        : [],
    );
}

function zoneFaults(timeZone: string): string[] {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone });
    return [];
  } catch {
    return [`/timeZone: "${timeZone}" is no IANA time zone`];
  }
}
