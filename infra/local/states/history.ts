import {
  contextOf,
  type Ending,
  type Outbox,
  type Run,
  type Thread,
  visibleVariables,
} from "./execution.ts";
import type { Bindings } from "./expression.ts";
import type { StateFailure } from "./failure.ts";

/** The service ends an execution with its 25 000th event. */
const HISTORY_LIMIT = 25_000;

/** What an execution needs of the world while it takes steps. */
export interface World {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A number in [0, 1), for jitter. */
  random(): number;
  /** A fresh task token for an attempt of a thread. */
  token(thread: number, attempt: number): string;
  readonly region: string;
}

/** What one thread tells the one above it. */
export type Signal =
  | { readonly kind: "ended"; readonly child: Thread }
  | { readonly kind: "lost"; readonly thread: Thread; readonly failure: StateFailure }
  | { readonly kind: "failed"; readonly thread: Thread; readonly failure: StateFailure };

/** One message's work on one execution. */
export interface Step {
  readonly run: Run;
  readonly world: World;
  readonly outbox: Outbox;
  /** Threads that can enter or re-enter their state at once. */
  readonly ready: number[];
  /** Dealt with before any thread moves on. */
  readonly signals: Signal[];
}

/** Raised where an event would pass the limit; ends the execution. */
export class HistoryFull extends Error {
  constructor() {
    super(`The execution reached the maximum number of history events (${HISTORY_LIMIT}).`);
  }
}

/**
 * Appends an event to a thread's line of the history.
 * @param aside leaves the line where it is: the next event follows the same one as this
 * @returns its id
 */
export function record(
  { run, outbox, world }: Step,
  thread: Thread,
  type: string,
  details?: Readonly<Record<string, unknown>>,
  { aside = false }: { readonly aside?: boolean } = {},
): number {
  if (run.lastEvent >= HISTORY_LIMIT - 1) throw new HistoryFull();
  const id = append({ run, outbox, world }, thread.last, type, details);
  if (!aside) thread.last = id;
  outbox.changed.add(thread.id);
  return id;
}

function append(
  { run, outbox, world }: Pick<Step, "run" | "outbox" | "world">,
  previousEventId: number,
  type: string,
  details?: Readonly<Record<string, unknown>>,
): number {
  run.lastEvent += 1;
  const event = { id: run.lastEvent, previousEventId, timestamp: world.now(), type };
  outbox.events.push(details ? { ...event, details } : event);
  return event.id;
}

const ENDINGS = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
} as const;

/**
 * Ends the execution: nothing moves its threads again.
 * @param last the event that the final one follows; 0 when it was ended from outside
 */
export function end(step: Step, last: number, ending: Ending): void {
  const { status, output, error, cause } = ending;
  const succeeded = status === "SUCCEEDED";
  const details = succeeded ? { output, outputDetails: { truncated: false } } : { error, cause };
  append(step, last, ENDINGS[status], details);
  step.run.status = status;
  step.outbox.ending = ending;
  step.ready.length = 0;
  step.signals.length = 0;
}

/** A thread that is no more. */
export function forget({ run, outbox }: Step, id: number): void {
  run.threads.delete(id);
  outbox.changed.delete(id);
  outbox.removed.add(id);
}

/** What the expressions of a thread's state see; `extra` are members of `$states`. */
export function bindingsOf(
  { run, world }: Step,
  thread: Thread,
  extra: Readonly<Record<string, unknown>> = {},
): Bindings {
  const states = { input: thread.input, context: contextOf(run, thread), ...extra };
  return { states, variables: visibleVariables(run, thread), now: world.now() };
}
