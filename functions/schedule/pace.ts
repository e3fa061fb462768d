/**
 * How fast a crowd is worked off. On AWS a sweep has a process to itself and waits for the store
 * most of the time; on one machine it shares its thread with everybody who knocks. So it goes by
 * how busy the thread is: while that is idle, more at once; else one by one, with a rest after each.
 */
import { performance } from "node:perf_hooks";

/**
 * How long a run takes up something new. Less than the time between two, so that none meets the
 * next: what it leaves is that one's. The difference is for what it is in the middle of.
 */
export const SWEEP_RUN_MS = 50_000;

/** So that it goes on, slowly, though others should never leave the thread alone. */
const MOST_RESTS = 3;

/** Of the thread's time; the rest is for whoever knocks meanwhile. */
const SHARE = 0.5;

export interface Busy {
  /** Milliseconds in which the thread worked, and in which it waited. */
  readonly active: number;
  readonly idle: number;
}

export interface Step {
  readonly atOnce: number;
  /** Milliseconds to leave the thread alone before. */
  readonly rest: number;
}

/** What follows a step that went so many at once and kept the thread so busy. */
export function nextStep({ atOnce }: Pick<Step, "atOnce">, busy: Busy, most: number): Step {
  const rest = busy.active / SHARE - (busy.active + busy.idle);
  if (rest > 0) return { atOnce: Math.max(1, Math.floor(atOnce / 2)), rest };
  return { atOnce: Math.min(most, atOnce + 1), rest: 0 };
}

/** Works a list off in order, at most so many at once; false where `isOver` ended it before its end. */
export async function inSteps<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  { most, isOver }: { readonly most: number; readonly isOver: () => boolean },
): Promise<boolean> {
  let step: Step = { atOnce: 1, rest: 0 };
  for (let at = 0; at < items.length; ) {
    if (isOver()) return false;
    const before = performance.eventLoopUtilization();
    const next = items.slice(at, at + step.atOnce);
    await Promise.all(next.map(work));
    at += next.length;
    step = nextStep(step, performance.eventLoopUtilization(before), most);
    // What a file sets off, mails and the stream's own look, comes while the sweep rests.
    for (
      let rests = 0, { rest } = step;
      rest > 0 && rests < MOST_RESTS && at < items.length;
      rests++
    ) {
      await new Promise((resolve) => setTimeout(resolve, rest));
      rest = nextStep(step, performance.eventLoopUtilization(before), most).rest;
    }
  }
  return true;
}
