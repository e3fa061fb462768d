/** Time as the engine knows it; a test owns its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once, after some milliseconds. */
  setTimer(milliseconds: number, callback: () => void): { cancel(): void };
}

/** The longest that a Node timer can run: about 24.8 days. */
export const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(milliseconds, LONGEST_TIMER));
    return { cancel: () => clearTimeout(timer) };
  },
};

/** One timer for all that waits: it is set to the earliest moment. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #at = Number.POSITIVE_INFINITY;
  #timer: { cancel(): void } | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at a moment, unless an earlier one is already set. */
  setFor(moment: number): void {
    if (moment >= this.#at) return;
    this.cancel();
    this.#at = moment;
    const delay = Math.min(Math.max(0, moment - this.#clock.now()), LONGEST_TIMER);
    this.#timer = this.#clock.setTimer(delay, () => {
      this.cancel();
      this.#ring();
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }
}
