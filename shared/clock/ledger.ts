/**
 * The ledger of one statutory clock: everything that ever started, stopped or moved it, in order,
 * with reasons. It is the one owner of time, it is plain JSON, and nothing in it is ever changed:
 * each operation adds one mark or is refused. Intervals and due dates are read off it.
 */
import type { Instant } from "../ports.ts";

interface MarkBase {
  readonly at: Instant;
  /** A code, such as `accepted`, `supplement`, `payment`; its text is the reader's language's. */
  readonly reason: string;
}

export type Mark =
  | (MarkBase & {
      readonly kind: "started";
      /** When the competent unit received what another one accepted: time counts from then on. */
      readonly receivedAt?: Instant;
    })
  | (MarkBase & { readonly kind: "stopped" | "resumed" | "restarted" | "ended" })
  /** More time was given, in the limit's own unit. */
  | (MarkBase & { readonly kind: "extended"; readonly amount: number })
  /** A new date was promised, `YYYY-MM-DD`, with an apology. */
  | (MarkBase & { readonly kind: "rescheduled"; readonly to: string });

export interface Ledger {
  readonly marks: readonly Mark[];
}

/** One stretch of a clock's life. Stretches follow each other without a gap. */
export interface Interval {
  readonly state: "running" | "stopped";
  readonly from: Instant;
  /** Exclusive; absent while it lasts. */
  readonly to?: Instant;
  readonly reason: string;
  /** True if a later restart made it count for nothing. */
  readonly superseded: boolean;
}

export const CLOCK_REFUSALS = [
  "not-running",
  "not-stopped",
  "ended",
  "back-in-time",
  "not-more",
  "rescheduled-before",
  "rescheduled-too-late",
  "not-later",
  "not-a-working-day",
] as const;
/** Why an operation was not carried out. */
export type ClockRefusal = (typeof CLOCK_REFUSALS)[number];

/** The ledger after an operation, or why there is none: then the ledger is as it was. */
export type ClockResult =
  | { readonly ok: true; readonly ledger: Ledger }
  | { readonly ok: false; readonly refusal: ClockRefusal };

export type ClockState = "running" | "stopped" | "ended";

/**
 * A new ledger, whose clock runs from now on; or, for a file that is forwarded to another unit, from
 * when that unit receives it, which is not before now.
 */
export function startClock(at: Instant, reason = "accepted", receivedAt = at): Ledger {
  const later = receivedAt > at && { receivedAt };
  return { marks: [{ kind: "started", at, reason, ...later }] };
}

/** The moment from which the present count's first stretch of time runs. */
export function beginningOf(marks: readonly Mark[]): Instant {
  const first = marks[0]!;
  return first.kind === "started" ? (first.receivedAt ?? first.at) : first.at;
}

/**
 * Stops a running clock: from now on time does not count.
 * Refused: `not-running`, `ended`, `back-in-time`.
 */
export function stopClock(ledger: Ledger, at: Instant, reason: string): ClockResult {
  return add(ledger, { kind: "stopped", at, reason }, "running", "not-running");
}

/**
 * Lets a stopped clock go on where it stood (the pausing rule).
 * Refused: `not-stopped`, `ended`, `back-in-time`.
 */
export function resumeClock(ledger: Ledger, at: Instant, reason = lastReason(ledger)): ClockResult {
  return add(ledger, { kind: "resumed", at, reason }, "stopped", "not-stopped");
}

/**
 * Begins the whole limit anew (the restarting rule): what counted before counts for nothing, and
 * an extension or a new date that was given before is forgotten, though not that it was given.
 * Refused: `ended`, `back-in-time`.
 */
export function restartClock(
  ledger: Ledger,
  at: Instant,
  reason = lastReason(ledger),
): ClockResult {
  return add(ledger, { kind: "restarted", at, reason });
}

/** After a supplement: restarts or goes on, as the permit has it. */
export function continueClock(
  ledger: Ledger,
  at: Instant,
  rule: "restart" | "pause",
  reason = lastReason(ledger),
): ClockResult {
  return rule === "restart" ? restartClock(ledger, at, reason) : resumeClock(ledger, at, reason);
}

/**
 * Gives more time, in the limit's own unit, for the present count.
 * Refused: `not-more`, `ended`, `back-in-time`.
 */
export function extendClock(
  ledger: Ledger,
  at: Instant,
  amount: number,
  reason: string,
): ClockResult {
  if (!(amount > 0)) return { ok: false, refusal: "not-more" };
  return add(ledger, { kind: "extended", at, amount, reason });
}

/**
 * Closes the ledger: the file is decided, withdrawn or closed. Its due date stays readable.
 * Refused: `ended`, `back-in-time`.
 */
export function endClock(ledger: Ledger, at: Instant, reason: string): ClockResult {
  return add(ledger, { kind: "ended", at, reason });
}

export function clockState(ledger: Ledger): ClockState {
  for (let index = ledger.marks.length - 1; index >= 0; index--) {
    const { kind } = ledger.marks[index]!;
    if (kind === "ended") return "ended";
    if (kind === "stopped") return "stopped";
    if (kind === "started" || kind === "resumed" || kind === "restarted") return "running";
  }
  throw new RangeError("a ledger begins with the mark of its start");
}

/** The stretches of a clock's life, also those that a restart superseded. */
export function intervals(ledger: Ledger): Interval[] {
  const turns = ledger.marks.filter(({ kind }) => kind !== "extended" && kind !== "rescheduled");
  const lastStart = turns.findLastIndex(isStart);
  return turns.flatMap(({ kind, at, reason }, index) =>
    kind === "ended"
      ? []
      : [
          {
            state: kind === "stopped" ? ("stopped" as const) : ("running" as const),
            from: at,
            ...(index + 1 < turns.length ? { to: turns[index + 1]!.at } : {}),
            reason,
            superseded: index < lastStart,
          },
        ],
  );
}

/** The marks of the present count: from the last start or restart on. */
export function presentCount(ledger: Ledger): readonly Mark[] {
  return ledger.marks.slice(ledger.marks.findLastIndex(isStart));
}

/** Adds a mark to a ledger that has not ended, in order of time. */
export function add(
  ledger: Ledger,
  mark: Mark,
  needed?: ClockState,
  otherwise: ClockRefusal = "ended",
): ClockResult {
  const state = clockState(ledger);
  if (state === "ended") return { ok: false, refusal: "ended" };
  if (needed && state !== needed) return { ok: false, refusal: otherwise };
  if (mark.at < ledger.marks.at(-1)!.at) return { ok: false, refusal: "back-in-time" };
  return { ok: true, ledger: { marks: [...ledger.marks, mark] } };
}

function lastReason({ marks }: Ledger): string {
  return marks.at(-1)!.reason;
}

function isStart({ kind }: Mark): boolean {
  return kind === "started" || kind === "restarted";
}
