import { childEnded, childLost, startBranches, startItems } from "./composite.ts";
import { type Ending, type Outbox, type Run, stateOf, type Thread, threadOf } from "./execution.ts";
import { evaluateAs } from "./expression.ts";
import { StateFailure } from "./failure.ts";
import {
  bindingsOf,
  end,
  HistoryFull,
  record,
  type Signal,
  type Step,
  type World,
} from "./history.ts";
import type { ChoiceState, FailState, State, TaskState } from "./language.ts";
import { settle } from "./outcome.ts";
import { attribute, recover } from "./recovery.ts";
import { type Answer, recordFailure, returned, startTask, succeeded } from "./task.ts";
import { momentOf } from "./wait.ts";

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
      readonly error?: string;
      readonly cause?: string;
    }
  | { readonly kind: "heartbeat"; readonly thread: number; readonly token: string }
  /** Time has passed. */
  | { readonly kind: "tick" }
  | { readonly kind: "stop"; readonly error?: string; readonly cause?: string };

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
    unfinished: false,
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
    case "stop": {
      const { error, cause } = message;
      return end(step, 0, {
        status: "ABORTED",
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      });
    }
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
  if (run.expires !== undefined && run.expires <= now) {
    return end(step, 0, { status: "TIMED_OUT", error: "States.Timeout" });
  }
  for (const thread of [...run.threads.values()]) {
    if (!run.threads.has(thread.id)) continue;
    if (nextMoment(thread.wake) <= now) ready.push(thread.id);
    if (nextMoment(thread.deadline, thread.heartbeat?.at) <= now) {
      const heartbeat = (thread.deadline ?? Number.POSITIVE_INFINITY) > now;
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
  if (!thread?.token || thread.token !== message.token || thread.phase === "retrying") {
    throw new StaleToken();
  }
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
  try {
    await action();
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    await recover(step, thread, attribute(step, thread, error));
  }
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

/** Takes one thread from where it stands to where it must wait, or out of its state. */
async function visit(step: Step, thread: Thread): Promise<void> {
  const state = stateOf(step.run, thread);
  if (thread.phase === "waiting" && state.Type === "Wait") {
    return settle(step, thread, state, { next: state.Next, fallback: thread.input });
  }
  delete thread.wake;
  if (thread.phase === "entering") enter(step, thread, state);
  await perform(step, thread, state);
}

function enter(step: Step, thread: Thread, state: State): void {
  thread.enteredAt = new Date(step.world.now()).toISOString();
  thread.retries = [];
  thread.entered = record(step, thread, `${state.Type}StateEntered`, {
    name: thread.state,
    input: JSON.stringify(thread.input),
    inputDetails: { truncated: false },
  });
}

async function perform(step: Step, thread: Thread, state: State): Promise<void> {
  switch (state.Type) {
    case "Pass":
      return settle(step, thread, state, { next: state.Next, fallback: thread.input });
    case "Succeed":
      return settle(step, thread, state, { next: undefined, fallback: thread.input });
    case "Choice":
      return choose(step, thread, state);
    case "Wait":
      thread.wake = await momentOf(state, bindingsOf(step, thread), step.world.now());
      thread.phase = "waiting";
      if (thread.wake <= step.world.now()) step.ready.push(thread.id);
      return;
    case "Fail":
      return fail(step, thread, state);
    case "Task":
      return startTask(step, thread, state);
    case "Parallel":
      return startBranches(step, thread, state);
    case "Map":
      return startItems(step, thread, state);
  }
}

async function choose(step: Step, thread: Thread, state: ChoiceState): Promise<void> {
  const bindings = bindingsOf(step, thread);
  for (const [index, rule] of state.Choices.entries()) {
    const location = `Choices[${index}]/Condition`;
    if (!(await evaluateAs("boolean", rule.Condition, location, bindings))) continue;
    const prefix = `Choices[${index}]/`;
    return settle(step, thread, rule, { next: rule.Next, fallback: thread.input, prefix });
  }
  if (state.Default !== undefined) {
    return settle(step, thread, state, { next: state.Default, fallback: thread.input });
  }
  throw new StateFailure(
    "States.Runtime",
    "Failed to transition out of the state. The state does not point to a next state.",
  );
}

async function fail(step: Step, thread: Thread, state: FailState): Promise<void> {
  const bindings = bindingsOf(step, thread);
  const text = async (field: "Error" | "Cause") => {
    const template = state[field];
    if (template === undefined) return undefined;
    return (await evaluateAs("string", template, field, bindings)) as string;
  };
  const failure = new StateFailure(await text("Error"), await text("Cause"));
  await recover(step, thread, failure);
}
