/**
 * A domain clock that stands still until it is moved, for trying and training. It is kept on disk,
 * so a restart goes on at the same moment. Only the one-machine home has it.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock, Instant } from "../../../shared/ports.ts";
import { CannotStart } from "../cannot-start.ts";

export interface VirtualClock extends Clock {
  /**
   * Moves it on, never back.
   * @returns the new moment
   * @throws RangeError beyond `LAST_MOMENT`; then it stands where it stood
   */
  advance(milliseconds: number): Instant;
}

/** The end of the year 2199: a step beyond it is a slip, and would leave a folder that cannot go back. */
export const LAST_MOMENT: Instant = Date.UTC(2200, 0, 1) - 1;

/** @param start where it begins when the file is new */
export function openVirtualClock(file: string, start: Instant): VirtualClock {
  let now = stored(file) ?? start;
  const keep = () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify({ now }), { flush: true });
    renameSync(`${file}.new`, file);
  };
  keep();
  return {
    now: () => now,
    advance(milliseconds) {
      const next = now + Math.max(0, milliseconds);
      if (next > LAST_MOMENT) throw new RangeError("The clock ends with the year 2199.");
      now = next;
      keep();
      return now;
    },
  };
}

function stored(file: string): Instant | undefined {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { now: Instant }).now;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** `+16d`, `+3h`, `+90m`, or several: `+1d12h`. Undefined for anything else. */
export function durationOf(text: string): number | undefined {
  if (!/^\+(\d{1,5}[dhm])+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([dhm])/g)) {
    sum += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  return sum;
}

/** The real clock, or a virtual one that begins now, or at the moment given. */
export type ClockKind = "real" | "virtual" | { readonly startsAt: Instant };

/**
 * The clock that a start asked for, or undefined for the real one. A folder in which time was moved
 * is not opened with the real clock: its files would stand in the future.
 * @throws CannotStart
 */
export function chosenClock(folder: string, kind: ClockKind): VirtualClock | undefined {
  const file = join(folder, "clock.json");
  if (kind !== "real") {
    return openVirtualClock(file, kind === "virtual" ? Date.now() : kind.startsAt);
  }
  if (!existsSync(file)) return undefined;
  throw new CannotStart(
    `The data folder ${folder} was used with a virtual clock: start with --clock virtual, or choose another folder with --data.`,
  );
}
