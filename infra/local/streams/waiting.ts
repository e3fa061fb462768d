/** Waits that can be cut short: by a nudge, once, and by the end, for good. */
export interface Waiting {
  /**
   * Resolves after the time, or at once when nudged; a nudge that came while nobody waited counts
   * for the next wait. False when all is ending.
   */
  untilNudged(milliseconds: number): Promise<boolean>;
  /** Resolves after the time, whatever nudges come. False when all is ending. */
  out(milliseconds: number): Promise<boolean>;
  nudge(): void;
  end(): void;
  readonly ended: boolean;
}

export function waiting(): Waiting {
  const sleepers = new Set<{ readonly wake: () => void; readonly byNudge: boolean }>();
  let nudged = false;
  let ended = false;

  const sleep = (milliseconds: number, byNudge: boolean) =>
    new Promise<boolean>((resolve) => {
      const sleeper = {
        byNudge,
        wake: () => {
          clearTimeout(timer);
          sleepers.delete(sleeper);
          resolve(!ended);
        },
      };
      const timer = setTimeout(sleeper.wake, milliseconds);
      sleepers.add(sleeper);
    });

  return {
    get ended() {
      return ended;
    },
    async untilNudged(milliseconds) {
      if (ended) return false;
      if (!nudged) await sleep(milliseconds, true);
      nudged = false;
      return !ended;
    },
    out: async (milliseconds) => !ended && sleep(milliseconds, false),
    nudge() {
      nudged = true;
      for (const sleeper of [...sleepers]) if (sleeper.byNudge) sleeper.wake();
    },
    end() {
      ended = true;
      for (const sleeper of [...sleepers]) sleeper.wake();
    },
  };
}
