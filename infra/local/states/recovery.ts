import { cutBranches } from "./composite.ts";
import { type Children, stateOf, type Thread, threadOf } from "./execution.ts";
import { failureOf, matches, StateFailure } from "./failure.ts";
import { end, record, type Step } from "./history.ts";
import type { Catcher, Retrier, State, TaskState } from "./language.ts";
import { clear, settle } from "./outcome.ts";

/** AWS names the state in the cause of what failed while its fields were evaluated. */
export function attribute(step: Step, thread: Thread, failure: StateFailure): StateFailure {
  const { error, detail, evaluation } = failure;
  if (!evaluation && !failure.fatal) return failure;
  const cause = `An error occurred while executing the state '${thread.state}' (entered at the event id #${thread.entered}). ${detail}`;
  if (evaluation) {
    const details = { cause, error, ...evaluation, state: thread.state };
    record(step, thread, "EvaluationFailed", details);
  }
  return new StateFailure(error, cause);
}

/**
 * Retry in its order, then Catch in its order, then the failure of the thread. The first retrier
 * that covers an error is the one that counts it.
 * docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export async function recover(step: Step, thread: Thread, failure: StateFailure): Promise<void> {
  cutBranches(step, thread);
  const state = stateOf(step.run, thread);
  const covers = ({ ErrorEquals: names }: Retrier | Catcher) =>
    names.some((name) => matches(name, failure));
  const { Retry: retriers = [], Catch: catchers = [] } = state as Partial<TaskState>;
  const index = retriers.findIndex(covers);
  const retrier = retriers[index];
  if (retrier && (thread.retries[index] ?? 0) < (retrier.MaxAttempts ?? 3)) {
    return scheduleRetry(step, thread, retriers, index);
  }
  const before = thread.last;
  recordFailed(step, thread, state, failure);
  const caught = catchers.findIndex(covers);
  const catcher = catchers[caught];
  if (!catcher) return lose(step, thread, failure);
  const second = await failureOf(() => enterCatch(step, thread, catcher, caught, failure));
  if (!second) return;
  // What the Catch fails with follows what the state failed with, and fails the state once more.
  thread.last = before;
  const attributed = attribute(step, thread, second);
  recordFailed(step, thread, state, second);
  lose(step, thread, attributed);
}

async function enterCatch(
  step: Step,
  thread: Thread,
  catcher: Catcher,
  index: number,
  failure: StateFailure,
): Promise<void> {
  const errorOutput = { Error: failure.error ?? "", Cause: failure.detail ?? "" };
  await settle(step, thread, catcher, {
    next: catcher.Next,
    fallback: errorOutput,
    extra: { errorOutput },
    prefix: `Catch[${index}]/`,
  });
}

/** AWS leaves no such event behind for States.Runtime. */
function recordFailed(step: Step, thread: Thread, state: State, failure: StateFailure): void {
  const composite = state.Type === "Parallel" || state.Type === "Map";
  if (composite && !failure.fatal) record(step, thread, `${state.Type}StateFailed`);
}

function scheduleRetry(
  step: Step,
  thread: Thread,
  retriers: readonly Retrier[],
  index: number,
): void {
  const retrier = retriers[index] as Retrier;
  const grown =
    (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** (thread.retries[index] ?? 0);
  const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  const jitter = retrier.JitterStrategy === "FULL" ? step.world.random() : 1;
  clear(thread);
  thread.retries = retriers.map((_, at) => (thread.retries[at] ?? 0) + (at === index ? 1 : 0));
  thread.phase = "retrying";
  thread.wake = step.world.now() + Math.round(delay * jitter * 1000);
  step.outbox.changed.add(thread.id);
}

/** Nothing caught it: the execution fails, or the branch does. States.Runtime ends everything. */
function lose(step: Step, thread: Thread, failure: StateFailure): void {
  const parent = thread.parent === null ? undefined : threadOf(step.run, thread.parent);
  if (!parent || (failure.fatal && (parent.children as Children).tolerated === undefined)) {
    end(step, thread.last, { status: "FAILED", error: failure.error, cause: failure.detail });
    return;
  }
  if (stateOf(step.run, thread).Type === "Task" && !failure.fatal) {
    record(step, thread, "TaskStateAborted", undefined, { aside: true });
  }
  step.signals.push({ kind: "lost", thread, failure });
}
