import {
  type Children,
  contextOf,
  descendantsOf,
  spawn,
  stateOf,
  type Thread,
} from "./execution.ts";
import { type Bindings, evaluateAs, evaluateTemplate } from "./expression.ts";
import { evaluationFailure, StateFailure } from "./failure.ts";
import { bindingsOf, forget, record, type Step } from "./history.ts";
import type { Json } from "./json.ts";
import { type MapState, type ParallelState, processorOf } from "./language.ts";
import { settle } from "./outcome.ts";

/** Iterations of an inline Map that the service runs at a time. */
const INLINE_CONCURRENCY = 40;

export async function startBranches(
  step: Step,
  thread: Thread,
  state: ParallelState,
): Promise<void> {
  const input =
    state.Arguments === undefined
      ? thread.input
      : await evaluateTemplate(state.Arguments, "Arguments", bindingsOf(step, thread));
  record(step, thread, "ParallelStateStarted");
  const total = state.Branches.length;
  await startChildren(step, thread, { total, concurrency: total, input });
}

export async function startItems(step: Step, thread: Thread, state: MapState): Promise<void> {
  const bindings = bindingsOf(step, thread);
  const items = await itemsOf(thread, state, bindings);
  const count = (field: Countable) => countOf(field, state[field], bindings);
  const concurrency = (await count("MaxConcurrency")) || INLINE_CONCURRENCY;
  const failures = await count("ToleratedFailureCount");
  const percentage = await count("ToleratedFailurePercentage");
  const tolerated = toleranceOf(items.length, failures, percentage);
  record(step, thread, "MapStateStarted", { length: items.length });
  await startChildren(step, thread, {
    total: items.length,
    concurrency: Math.min(concurrency, INLINE_CONCURRENCY),
    items,
    tolerated,
  });
}

/** The smaller of both thresholds. One of 0 stands aside where the other is set, as AWS behaves. */
function toleranceOf(items: number, failures?: number, percentage?: number): number | undefined {
  if (failures === undefined && percentage === undefined) return undefined;
  const limits: number[] = [];
  if (failures) limits.push(failures);
  if (percentage) limits.push(Math.floor((items * percentage) / 100));
  return limits.length > 0 ? Math.min(...limits) : 0;
}

async function itemsOf(thread: Thread, state: MapState, bindings: Bindings): Promise<Json[]> {
  if (state.Items !== undefined) {
    return (await evaluateAs("array", state.Items, "Items", bindings)) as Json[];
  }
  if (Array.isArray(thread.input)) return thread.input;
  const given = JSON.stringify(thread.input);
  throw evaluationFailure(`Map state input must be an array but was: ${given}`);
}

type Countable = "MaxConcurrency" | "ToleratedFailureCount" | "ToleratedFailurePercentage";

async function countOf(
  field: Countable,
  template: Json | undefined,
  bindings: Bindings,
): Promise<number | undefined> {
  if (template === undefined) return undefined;
  const value = (await evaluateAs("number", template, field, bindings)) as number;
  if (!Number.isInteger(value)) {
    throw evaluationFailure(`The ${field} field cannot be parsed as an integer: ${value}`, field);
  }
  if (field === "ToleratedFailurePercentage" && (value < 0 || value > 100)) {
    throw evaluationFailure(`${field} must be between 0 and 100.`, field);
  }
  if (value < 0) throw evaluationFailure(`${field} cannot be negative.`, field);
  return value;
}

type Plan = Omit<Children, "started" | "running" | "failed">;

async function startChildren(step: Step, thread: Thread, plan: Plan): Promise<void> {
  thread.phase = "joining";
  thread.children = { ...plan, started: 0, running: 0, failed: 0 };
  await fill(step, thread);
}

/** Starts as many children as may run, and joins when none is left. */
async function fill(step: Step, thread: Thread): Promise<void> {
  const children = thread.children as Children;
  while (children.started < children.total && children.running < children.concurrency) {
    await startChild(step, thread, children);
  }
  step.outbox.changed.add(thread.id);
  if (children.running === 0) await join(step, thread);
}

async function startChild(step: Step, thread: Thread, children: Children): Promise<void> {
  const state = stateOf(step.run, thread) as ParallelState | MapState;
  const index = children.started;
  if (state.Type === "Parallel") {
    const startAt = state.Branches[index]?.StartAt as string;
    begin(step, thread, { index, startAt, input: children.input as Json });
  } else {
    const input = await selectItem(step, thread, state, index);
    const started = { name: thread.state, index };
    const last = record(step, thread, "MapIterationStarted", started, { aside: true });
    begin(step, thread, { index, startAt: processorOf(state).StartAt, input, last });
  }
  children.started += 1;
  children.running += 1;
}

function begin(
  step: Step,
  parent: Thread,
  child: { index: number; startAt: string; input: Json; last?: number },
): void {
  const thread = spawn(step.run, { last: parent.last, ...child, parent: parent.id });
  step.outbox.changed.add(thread.id);
  step.ready.push(thread.id);
}

async function selectItem(
  step: Step,
  thread: Thread,
  state: MapState,
  index: number,
): Promise<Json> {
  const item = thread.children?.items?.[index] as Json;
  if (state.ItemSelector === undefined) return item;
  const context = contextOf(step.run, thread, { Index: index, Value: item });
  return evaluateTemplate(
    state.ItemSelector,
    "ItemSelector",
    bindingsOf(step, thread, { context }),
  );
}

async function join(step: Step, thread: Thread): Promise<void> {
  const state = stateOf(step.run, thread) as ParallelState | MapState;
  const ended = descendantsOf(step.run, thread.id);
  const result = ended.map(({ output }) => output as Json);
  for (const { id } of ended) forget(step, id);
  record(step, thread, `${state.Type}StateSucceeded`, undefined, { aside: true });
  await settle(step, thread, state, { next: state.Next, fallback: result, extra: { result } });
}

/** A branch or an iteration has reached its end. */
export async function childEnded(step: Step, parent: Thread, child: Thread): Promise<void> {
  const children = parent.children as Children;
  children.running -= 1;
  parent.last = child.last;
  if (stateOf(step.run, parent).Type === "Map") {
    const iteration = { name: parent.state, index: child.index };
    const id = record(step, child, "MapIterationSucceeded", iteration);
    if (children.started === children.total) parent.last = id;
  }
  await fill(step, parent);
}

/** A branch or an iteration has failed. Unless a Map bears it, the others are cut. */
export async function childLost(
  step: Step,
  parent: Thread,
  child: Thread,
  failure: StateFailure,
): Promise<void> {
  const children = parent.children as Children;
  children.failed += 1;
  parent.last = child.last;
  if (children.failed <= (children.tolerated ?? 0)) {
    recordLost(step, parent, child, failure);
    bear(children, child, failure);
    return fill(step, parent);
  }
  forget(step, child.id);
  cutBranches(step, parent);
  recordLost(step, parent, child, failure);
  step.signals.push({ kind: "failed", thread: parent, failure: exceeding(children, failure) });
}

/** Of an iteration that failed with States.Runtime AWS records no more. */
function recordLost(step: Step, parent: Thread, child: Thread, failure: StateFailure): void {
  if (stateOf(step.run, parent).Type !== "Map" || failure.fatal) return;
  recordIteration(step, parent, "MapIterationFailed", child.index);
}

/** A failed iteration takes its place in the result with its error. */
function bear(children: Children, child: Thread, failure: StateFailure): void {
  child.phase = "ended";
  child.output = { Status: "FAILED", Error: failure.error ?? "", Cause: failure.detail ?? "" };
  children.running -= 1;
}

function exceeding({ tolerated }: Children, failure: StateFailure): StateFailure {
  if (tolerated === undefined) return failure;
  return new StateFailure(
    "States.ExceedToleratedFailureThreshold",
    "The specified tolerated failure threshold was exceeded",
  );
}

/** Nothing of what runs inside a Parallel or a Map goes on. */
export function cutBranches(step: Step, parent: Thread): void {
  const map = stateOf(step.run, parent).Type === "Map";
  for (const cut of descendantsOf(step.run, parent.id)) {
    if (cut.phase !== "ended") recordCut(step, parent, cut, map);
    forget(step, cut.id);
  }
}

function recordCut(step: Step, parent: Thread, cut: Thread, map: boolean): void {
  if (map && cut.parent === parent.id) {
    recordIteration(step, parent, "MapIterationAborted", cut.index);
  }
  if (cut.phase === "entering") return;
  const type = `${stateOf(step.run, cut).Type}StateAborted`;
  record(step, parent, type, undefined, { aside: true });
}

function recordIteration(step: Step, parent: Thread, type: string, index: number): void {
  record(step, parent, type, { name: parent.state, index }, { aside: true });
}
