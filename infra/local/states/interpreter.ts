import { childEnded, childLost } from "./composite.ts";
import { type Ending, type Outbox, type Run, stateOf, type Thread, threadOf } from "./execution.ts";
import { failureOf, StateFailure } from "./failure.ts";
import { end, HistoryFull, type Signal, type Step, type World } from "./history.ts";
import type { TaskState } from "./language.ts";
import { attribute, recover } from "./recovery.ts";
import { type Answer, recordFailure, returned, succeeded } from "./task.ts";
import { visit } from "./visit.ts";

/** What happens to an execution. */
export type Message =
  /** It begins, or is taken up again after a stop. */
  | { readonly kind: "resume" }
  /** It has steps left to take. */
  | { readonly kind: "continue" }
  | {
      readonly kind: "returned";
      readonly thread: number;
      readonly attempt: number;
      readonly answer: Answer;
    }
  | {
      readonly kind: "unreachable";
      readonly thread: number;
      readonly attempt: number;
      readonly error: string;
      readonly cause: string;
    }
  | {
      readonly kind: "success";
      readonly thread: number;
      readonly token: string;
      readonly output: string;
    }
  | {
      readonly kind: "failure";
      readonly thread: number;
      readonly token: string;
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
    }
  | { readonly kind: "heartbeat"; readonly thread: number; readonly token: string }
  /** Time has passed. */
  | { readonly kind: "tick" }
  | {
      readonly kind: "stop";
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
    };

/** The token is of no task that waits: the caller hears TaskTimedOut. */
export class StaleToken extends Error {}

/** Steps that are taken before what they changed is stored. */
const STEPS_AT_ONCE = 200;

/**
 * Deals with one message: pure but for the world it is given, and for the run, which it changes.
 * Nothing in the outbox may be acted upon before all of it is stored.
 * @throws StaleToken before anything has changed
 */
export async function advance(run: Run, message: Message, world: World): Promise<Outbox> {
  const outbox: Outbox = {
    events: [],
    changed: new Set(),
    removed: new Set(),
    invocations: [],
  };
  const step: Step = { run, world, outbox, ready: [], signals: [] };
  if (run.status !== "RUNNING") {
    if ("token" in message) throw new StaleToken();
    return outbox;
  }
  try {
    await receive(step, message);
    await settleSignals(step);
    for (let taken = 0; step.ready.length > 0 && taken < STEPS_AT_ONCE; taken += 1) {
      const thread = run.threads.get(step.ready.shift() as number);
      if (thread) await guard(step, thread, () => visit(step, thread));
      await settleSignals(step);
    }
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    const ending: Ending = { status: "FAILED", error: "States.Runtime", cause: error.message };
    end(step, run.lastEvent, ending);
  }
  outbox.unfinished = step.ready.length > 0;
  return outbox;
}

async function receive(step: Step, message: Message): Promise<void> {
  switch (message.kind) {
    case "resume":
      resume(step);
      return tick(step);
    case "continue":
      enqueue(step);
      return tick(step);
    case "tick":
      return tick(step);
    case "stop":
      return end(step, 0, { status: "ABORTED", error: message.error, cause: message.cause });
    case "returned":
    case "unreachable":
      return answer(step, message);
    default:
      return callback(step, message);
  }
}

function enqueue({ run, ready }: Step): void {
  for (const { id, phase } of run.threads.values()) if (phase === "entering") ready.push(id);
}

/** Calls that were under way are made again, with the same arguments and the same token. */
function resume(step: Step): void {
  enqueue(step);
  for (const { id, phase, attempt, call } of step.run.threads.values()) {
    if (phase !== "invoking" || !call) continue;
    step.outbox.invocations.push({ thread: id, attempt, ...call });
  }
}

async function tick(step: Step): Promise<void> {
  const { run, world, ready } = step;
  const now = world.now();
  if (nextMoment(run.expires) <= now) {
    return end(step, 0, { status: "TIMED_OUT", error: "States.Timeout" });
  }
  for (const thread of [...run.threads.values()]) {
    if (!run.threads.has(thread.id)) continue;
    if (nextMoment(thread.wake) <= now) ready.push(thread.id);
    if (nextMoment(thread.deadline, thread.heartbeat?.at) <= now) {
      const heartbeat = nextMoment(thread.deadline) > now;
      const state = stateOf(run, thread) as TaskState;
      const failure = new StateFailure("States.Timeout", undefined, { heartbeat });
      await guard(step, thread, async () => {
        throw recordFailure(step, thread, state, failure);
      });
      await settleSignals(step);
    }
  }
}

function nextMoment(...moments: (number | undefined)[]): number {
  return Math.min(...moments.map((moment) => moment ?? Number.POSITIVE_INFINITY));
}

/** When time next matters to a thread; undefined when it never does. */
export function wakeOf({ wake, deadline, heartbeat }: Thread): number | undefined {
  const moment = nextMoment(wake, deadline, heartbeat?.at);
  return Number.isFinite(moment) ? moment : undefined;
}

async function answer(
  step: Step,
  message: Extract<Message, { kind: "returned" | "unreachable" }>,
): Promise<void> {
  const thread = step.run.threads.get(message.thread);
  if (thread?.phase !== "invoking" || thread.attempt !== message.attempt) return;
  const state = stateOf(step.run, thread) as TaskState;
  await guard(step, thread, async () => {
    if (message.kind === "returned") return returned(step, thread, state, message.answer);
    const failure = new StateFailure(message.error, message.cause);
    throw recordFailure(step, thread, state, failure);
  });
}

async function callback(
  step: Step,
  message: Extract<Message, { kind: "success" | "failure" | "heartbeat" }>,
): Promise<void> {
  const thread = step.run.threads.get(message.thread);
  if (thread?.token !== message.token) throw new StaleToken();
  const state = stateOf(step.run, thread) as TaskState;
  if (message.kind === "heartbeat") {
    const { heartbeat } = thread;
    if (heartbeat) heartbeat.at = step.world.now() + heartbeat.seconds * 1000;
    step.outbox.changed.add(thread.id);
    return;
  }
  await guard(step, thread, async () => {
    if (message.kind === "success") return succeeded(step, thread, state, message.output);
    const failure = new StateFailure(message.error, message.cause);
    throw recordFailure(step, thread, state, failure);
  });
}

/** A failure of what a thread does is its own to recover from. */
async function guard(step: Step, thread: Thread, action: () => Promise<void>): Promise<void> {
  const failure = await failureOf(action);
  if (failure) await recover(step, thread, attribute(step, thread, failure));
}

async function settleSignals(step: Step): Promise<void> {
  for (let signal = step.signals.pop(); signal; signal = step.signals.pop()) {
    await heed(step, signal);
  }
}

async function heed(step: Step, signal: Signal): Promise<void> {
  if (signal.kind === "failed") return recover(step, signal.thread, signal.failure);
  const child = signal.kind === "ended" ? signal.child : signal.thread;
  const parent = threadOf(step.run, child.parent as number);
  await guard(step, parent, () =>
    signal.kind === "ended"
      ? childEnded(step, parent, child)
      : childLost(step, parent, child, signal.failure),
  );
}
