/** The two clocks of functions: the one that the law goes by, and the one that tokens and retries know. */
import type { Clock } from "../shared/ports.ts";

export const realClock: Clock = { now: () => Date.now() };

let domainClock: Clock = realClock;

/** Puts another domain clock in place. Only the one-machine home has one that can be moved. */
export function useClock(clock: Clock): void {
  domainClock = clock;
}

export const clock: Clock = { now: () => domainClock.now() };
