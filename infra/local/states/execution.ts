import type { Json } from "./json.ts";
import {
  type Machine,
  type MapState,
  type ParallelState,
  processorOf,
  type State,
} from "./language.ts";

/** Where a thread stands. Every phase can be taken up again after a crash. */
export type Phase =
  /** About to enter its state. */
  | "entering"
  /** A retrier's delay runs. */
  | "retrying"
  /** A Wait state's time runs. */
  | "waiting"
  /** The function is being called; after a crash it is called again. */
  | "invoking"
  /** The function has returned, and the token is still out. */
  | "submitted"
  /** Branches or iterations run. */
  | "joining"
  /** A branch or an iteration that has ended and waits for the others. */
  | "ended";

/** The branches of a Parallel or the iterations of a Map. */
export interface Children {
  readonly total: number;
  readonly concurrency: number;
  started: number;
  running: number;
  failed: number;
  /** Failures that the Map bears; absent when it declares no tolerance. */
  readonly tolerated?: number | undefined;
  readonly items?: readonly Json[];
  /** The input of every branch. */
  readonly input?: Json;
}

/** One line of control: the execution itself, a branch of a Parallel, or an iteration of a Map. */
export interface Thread {
  readonly id: number;
  readonly parent: number | null;
  /** Which branch or which item. */
  readonly index: number;
  state: string;
  input: Json;
  /** Assigned in this scope; outer scopes are read through the parents. */
  variables: Record<string, Json>;
  phase: Phase;
  /** Id of the event of entering. */
  entered: number;
  enteredAt: string;
  /** Id of the newest event on this line, which the next one follows. */
  last: number;
  /** Per retrier, in their order. */
  retries: number[];
  /** Grows with every invocation: answers of earlier ones are stale. */
  attempt: number;
  call?: { readonly functionName: string; readonly payload: string };
  token?: string;
  /** Moments, in milliseconds. */
  wake?: number;
  deadline?: number;
  heartbeat?: { readonly seconds: number; at: number };
  children?: Children;
  output?: Json;
}

export type Status = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** One execution in memory, with the definition it started with. */
export interface Run {
  readonly machine: Machine;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string;
  readonly input: Json;
  readonly startedAt: number;
  /** When the whole execution times out. */
  readonly expires: number | undefined;
  status: Status;
  lastEvent: number;
  nextThread: number;
  readonly threads: Map<number, Thread>;
}

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A function to call, once its arguments and its token are stored. */
export interface Invocation {
  readonly thread: number;
  readonly attempt: number;
  readonly functionName: string;
  readonly payload: string;
}

export interface Ending {
  readonly status: Exclude<Status, "RUNNING">;
  readonly output?: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** What one message has changed: to be stored as one, and acted upon only then. */
export interface Outbox {
  readonly events: HistoryEvent[];
  readonly changed: Set<number>;
  readonly removed: Set<number>;
  readonly invocations: Invocation[];
  ending?: Ending;
  /** There are steps left to take. */
  unfinished?: boolean;
}

export function threadOf(run: Run, id: number): Thread {
  return run.threads.get(id) as Thread;
}

/** The states among which a thread moves. */
function scopeOf(run: Run, thread: Thread): Machine {
  if (thread.parent === null) return run.machine;
  const state = stateOf(run, threadOf(run, thread.parent)) as ParallelState | MapState;
  if (state.Type === "Map") return processorOf(state);
  return state.Branches[thread.index] as Machine;
}

export function stateOf(run: Run, thread: Thread): State {
  return scopeOf(run, thread).States[thread.state] as State;
}

/** Every variable that a thread can read: its own and those of the scopes around it. */
export function visibleVariables(run: Run, thread: Thread): Record<string, Json> {
  if (thread.parent === null) return thread.variables;
  return { ...visibleVariables(run, threadOf(run, thread.parent)), ...thread.variables };
}

/** The threads below one, the deepest first. */
export function descendantsOf(run: Run, id: number): Thread[] {
  const byParent = Map.groupBy(run.threads.values(), ({ parent }) => parent);
  const below = (parent: number): Thread[] =>
    (byParent.get(parent) ?? []).flatMap((child) => [...below(child.id), child]);
  return below(id);
}

/** Starts a thread among the states of a scope. */
export function spawn(
  run: Run,
  from: { parent: number | null; index: number; startAt: string; input: Json; last: number },
): Thread {
  const thread: Thread = {
    id: run.nextThread,
    parent: from.parent,
    index: from.index,
    state: from.startAt,
    input: from.input,
    variables: {},
    phase: "entering",
    entered: 0,
    enteredAt: "",
    last: from.last,
    retries: [],
    attempt: 0,
  };
  run.nextThread += 1;
  run.threads.set(thread.id, thread);
  return thread;
}

/** Puts an execution before its first state. @returns the event that opens its history */
export function openRun(run: Run, input: string): HistoryEvent {
  const { machine, startedAt, roleArn } = run;
  spawn(run, { parent: null, index: 0, startAt: machine.StartAt, input: run.input, last: 0 });
  run.lastEvent = 1;
  const details = { input, inputDetails: { truncated: false }, roleArn };
  return { id: 1, previousEventId: 0, timestamp: startedAt, type: "ExecutionStarted", details };
}

/** The context object, `$states.context`. docs: step-functions/latest/dg/input-output-contextobject.html */
export function contextOf(run: Run, thread: Thread, item?: { Index: number; Value: Json }) {
  const state = stateOf(run, thread);
  const retries = thread.retries.reduce((sum, count) => sum + count, 0);
  const retriable = ["Task", "Parallel", "Map"].includes(state.Type);
  const current = item ?? itemOf(run, thread);
  return {
    Execution: {
      Id: run.arn,
      Input: run.input,
      StartTime: new Date(run.startedAt).toISOString(),
      Name: run.name,
      RoleArn: run.roleArn,
      RedriveCount: 0,
    },
    StateMachine: { Id: run.machineArn, Name: run.machineName },
    State: {
      Name: thread.state,
      EnteredTime: thread.enteredAt,
      ...(retriable ? { RetryCount: retries } : {}),
    },
    ...(thread.token === undefined ? {} : { Task: { Token: thread.token } }),
    ...(current ? { Map: { Item: current } } : {}),
  };
}

/** The item that the innermost Map around a thread is at. */
function itemOf(run: Run, thread: Thread): { Index: number; Value: Json } | undefined {
  if (thread.parent === null) return undefined;
  const parent = threadOf(run, thread.parent);
  const { items } = parent.children as Children;
  if (items) return { Index: thread.index, Value: items[thread.index] as Json };
  return itemOf(run, parent);
}
