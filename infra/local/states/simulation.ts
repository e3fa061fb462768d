import {
  type Ending,
  type HistoryEvent,
  type Outbox,
  openRun,
  type Run,
  type Thread,
} from "./execution.ts";
import type { World } from "./history.ts";
import { advance, type Message, wakeOf } from "./interpreter.ts";
import type { Json } from "./json.ts";
import { type Invoke, perform } from "./lambda.ts";
import { parseMachine } from "./language.ts";

export interface SimulationOptions {
  readonly invoke?: Invoke;
  /** Milliseconds since the epoch at which it starts. */
  readonly startsAt?: number;
  /** For jitter, in [0, 1). */
  readonly random?: () => number;
  /** Keeps no more of the threads after every message than what is stored, as after a crash. */
  readonly reloads?: boolean;
}

/**
 * One execution in memory, without a journal and on a time of its own, which jumps to the next
 * moment that matters. The interpreter is the one that the engine runs.
 */
export class Simulation {
  readonly events: HistoryEvent[] = [];
  readonly #run: Run;
  readonly #world: World;
  readonly #invoke: Invoke;
  /** Every thread as a journal would hold it, where the threads are read back. */
  readonly #stored: Map<number, string> | undefined;
  readonly #inbox: Message[] = [{ kind: "resume" }];
  #calls = new Set<Promise<void>>();
  #now: number;
  #ending: Ending | undefined;

  /** @throws InvalidDefinition */
  constructor(definition: string, input: Json = {}, options: SimulationOptions = {}) {
    this.#now = options.startsAt ?? 0;
    this.#invoke = options.invoke ?? (() => Promise.reject(new Error("no function is known")));
    if (options.reloads) this.#stored = new Map();
    this.#world = {
      now: () => this.#now,
      random: options.random ?? Math.random,
      token: (thread, attempt) => `${thread}.${attempt}`,
      region: "us-east-1",
    };
    this.#run = begin(definition, input, this.#now);
    this.events.push(openRun(this.#run, JSON.stringify(input)));
  }

  get now(): number {
    return this.#now;
  }

  /**
   * Goes on until the execution ends, or until nothing more happens by itself.
   * @param until the moment at which it stops meanwhile
   * @returns how it ended; undefined while it has not
   */
  async run(until = Number.POSITIVE_INFINITY): Promise<Ending | undefined> {
    while (!this.#ending) {
      const message = this.#inbox.shift();
      if (message) await this.deliver(message);
      else if (this.#calls.size > 0) await Promise.race(this.#calls);
      else if (!this.#pass(until)) break;
    }
    return this.#ending;
  }

  /** Lets time pass, although calls may be under way. */
  async wait(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    await this.deliver({ kind: "tick" });
  }

  /** @throws StaleToken for the callback of a task that does not wait for it */
  async deliver(message: Message): Promise<void> {
    const outbox = await advance(this.#run, message, this.#world);
    this.events.push(...outbox.events);
    this.#ending ??= outbox.ending;
    if (this.#stored) readBack(this.#run, outbox, this.#stored);
    this.#act(outbox);
  }

  /** Begins anew from the threads, as after a crash: calls under way are lost, and made again. */
  restart(): Promise<void> {
    this.#calls = new Set();
    this.#inbox.length = 0;
    return this.deliver({ kind: "resume" });
  }

  /** The holder of a token reports success. */
  succeed(token: string, output: Json): Promise<void> {
    const thread = Number.parseInt(token, 10);
    return this.deliver({ kind: "success", thread, token, output: JSON.stringify(output) });
  }

  /** The holder of a token reports failure. */
  fail(token: string, error: string, cause: string): Promise<void> {
    return this.deliver({
      kind: "failure",
      thread: Number.parseInt(token, 10),
      token,
      error,
      cause,
    });
  }

  #act({ invocations, unfinished }: Outbox): void {
    const calls = this.#calls;
    if (unfinished) this.#inbox.push({ kind: "continue" });
    for (const invocation of invocations) {
      const requestId = `${invocation.thread}.${invocation.attempt}`;
      const call = perform(this.#invoke, invocation, requestId).then((message) => {
        calls.delete(call);
        if (calls === this.#calls) this.#inbox.push(message);
      });
      calls.add(call);
    }
  }

  /** Lets time pass to the next moment that matters. */
  #pass(until: number): boolean {
    const moments = [...this.#run.threads.values()].map(wakeOf);
    const known = [...moments, this.#run.expires].filter((moment) => moment !== undefined);
    const next = Math.min(...known);
    if (next > until || !Number.isFinite(next)) {
      if (Number.isFinite(until)) this.#now = Math.max(this.#now, until);
      return false;
    }
    this.#now = Math.max(this.#now, next);
    this.#inbox.push({ kind: "tick" });
    return true;
  }
}

function begin(definition: string, input: Json, startedAt: number): Run {
  const machine = parseMachine(definition);
  const limit = machine.TimeoutSeconds;
  return {
    machine,
    arn: "arn:aws:states:us-east-1:000000000000:execution:simulation:run",
    name: "run",
    machineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:simulation",
    machineName: "simulation",
    roleArn: "arn:aws:iam::000000000000:role/simulation",
    input,
    startedAt,
    expires: limit === undefined ? undefined : startedAt + limit * 1000,
    status: "RUNNING",
    lastEvent: 0,
    nextThread: 0,
    threads: new Map(),
  };
}

/** Leaves of a run what a journal would give back. */
function readBack({ threads }: Run, outbox: Outbox, stored: Map<number, string>): void {
  for (const id of outbox.removed) stored.delete(id);
  for (const id of outbox.changed) stored.set(id, JSON.stringify(threads.get(id)));
  threads.clear();
  for (const [id, body] of stored) threads.set(id, JSON.parse(body) as Thread);
}
