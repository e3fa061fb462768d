/** Marks of a status list: entries that are not, or will not be, valid. Pure. */
import type { Instant } from "../ports.ts";
import type { StatusName } from "./list.ts";

/** What an entry is from a moment on; decided changes take effect by themselves. */
export interface MarkChange {
  readonly from: Instant;
  readonly status: StatusName;
}

/** The changes of one entry, in order of time; before the first it is valid. */
export interface StatusMark {
  readonly index: number;
  readonly changes: readonly MarkChange[];
}

/** What an entry is at a moment. */
export function markAt({ changes }: StatusMark, now: Instant): StatusName {
  return changes.findLast(({ from }) => from <= now)?.status ?? "valid";
}

/** Every entry that is not valid at a moment. */
export function marksAt(
  marks: readonly StatusMark[],
  now: Instant,
): (readonly [index: number, status: StatusName])[] {
  return marks
    .map((mark) => [mark.index, markAt(mark, now)] as const)
    .filter(([, status]) => status !== "valid");
}

/** When the next change takes effect that has not yet, or undefined. */
export function nextChange(marks: readonly StatusMark[], now: Instant): Instant | undefined {
  const ahead = marks.flatMap(({ changes }) => changes.map(({ from }) => from));
  return ahead.filter((from) => from > now).reduce(earlier, undefined);
}

function earlier(a: Instant | undefined, b: Instant): Instant {
  return a === undefined || b < a ? b : a;
}
