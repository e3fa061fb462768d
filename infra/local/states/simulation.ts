import { type Ending, type HistoryEvent, type Outbox, type Run, spawn } from "./execution.ts";
import type { World } from "./history.ts";
import { advance, type Message, wakeOf } from "./interpreter.ts";
import type { Json } from "./json.ts";
import { describe, type Invoke } from "./lambda.ts";
import { parseMachine } from "./language.ts";

export interface SimulationOptions {
  readonly invoke?: Invoke;
  /** Milliseconds since the epoch at which it starts. */
  readonly startsAt?: number;
  /** For jitter, in [0, 1). */
  readonly random?: () => number;
  /** Reads the threads back from their stored form after every message, as after a crash. */
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
  readonly #reloads: boolean;
  readonly #inbox: Message[] = [{ kind: "resume" }];
  readonly #calls = new Set<Promise<void>>();
  #now: number;
  #ending: Ending | undefined;

  /** @throws InvalidDefinition */
  constructor(definition: string, input: Json = {}, options: SimulationOptions = {}) {
    this.#now = options.startsAt ?? 0;
    this.#invoke = options.invoke ?? (() => Promise.reject(new Error("no function is known")));
    this.#reloads = options.reloads ?? false;
    this.#world = {
      now: () => this.#now,
      random: options.random ?? Math.random,
      token: (thread, attempt) => `${thread}.${attempt}`,
      region: "us-east-1",
    };
    this.#run = begin(definition, input, this.#now);
    const written = { input: JSON.stringify(input), inputDetails: { truncated: false } };
    const details = { ...written, roleArn: this.#run.roleArn };
    this.#keep({ id: 1, previousEventId: 0, timestamp: this.#now, type: STARTED, details });
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
    for (const event of outbox.events) this.#keep(event);
    this.#ending ??= outbox.ending;
    if (this.#reloads) reload(this.#run);
    this.#act(outbox);
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

  #keep(event: HistoryEvent): void {
    this.events.push(event);
  }

  #act({ invocations, unfinished }: Outbox): void {
    if (unfinished) this.#inbox.push({ kind: "continue" });
    for (const { thread, attempt, functionName, payload } of invocations) {
      const call = this.#invoke(functionName, payload)
        .then(
          (answer): Message => ({
            kind: "returned",
            thread,
            attempt,
            answer: { ...answer, requestId: `${thread}.${attempt}` },
          }),
          (error): Message => ({ kind: "unreachable", thread, attempt, ...describe(error) }),
        )
        .then((message) => {
          this.#inbox.push(message);
          this.#calls.delete(call);
        });
      this.#calls.add(call);
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

const STARTED = "ExecutionStarted";

function begin(definition: string, input: Json, startedAt: number): Run {
  const machine = parseMachine(definition);
  const limit = machine.TimeoutSeconds;
  const run: Run = {
    machine,
    arn: "arn:aws:states:us-east-1:000000000000:execution:simulation:run",
    name: "run",
    machineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:simulation",
    machineName: "simulation",
    roleArn: "arn:aws:iam::000000000000:role/simulation",
    input,
    startedAt,
    ...(limit === undefined ? {} : { expires: startedAt + limit * 1000 }),
    status: "RUNNING",
    lastEvent: 1,
    nextThread: 0,
    threads: new Map(),
  };
  spawn(run, { parent: null, index: 0, startAt: machine.StartAt, input, last: 0 });
  return run;
}

function reload({ threads }: Run): void {
  for (const [id, thread] of threads) {
    threads.set(id, JSON.parse(JSON.stringify(thread)) as typeof thread);
  }
}
