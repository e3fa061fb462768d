import { randomUUID } from "node:crypto";
import { Alarm, type Clock } from "./clock.ts";
import type { Invocation, Outbox, Run, Thread } from "./execution.ts";
import type { World } from "./history.ts";
import { advance, type Message, StaleToken, wakeOf } from "./interpreter.ts";
import type { ExecutionRow, Journal } from "./journal.ts";
import type { Json } from "./json.ts";
import { type Invoke, perform } from "./lambda.ts";
import type { Machine } from "./language.ts";

interface Job {
  readonly message: Message;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** An execution that something happens to. It leaves memory when it only waits. */
interface Actor {
  readonly id: number;
  run?: Run;
  readonly jobs: Job[];
  busy: boolean;
  /** Calls under way. */
  calls: number;
}

export interface SchedulerOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly region: string;
  /** The parsed definition with an id. */
  readonly machineOf: (definition: number) => Machine;
}

/** Gives every execution its messages one at a time, stores what they change, then acts on it. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #actors = new Map<number, Actor>();
  readonly #alarm: Alarm;
  #closed = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.clock, () => this.#ring());
  }

  /** Takes up everything that was under way when the process last stopped. */
  start(): void {
    const pending = this.#options.journal.all<{ execution: number }>(
      "SELECT DISTINCT execution FROM threads WHERE pending = 1",
    );
    for (const { execution } of pending) this.#tell(execution, { kind: "resume" });
    this.#ring();
  }

  /** Executions in memory. */
  get size(): number {
    return this.#actors.size;
  }

  /** Resolves when what the message changed is on disk. @throws StaleToken */
  post(execution: number, message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#enqueue(execution, { message, resolve, reject });
    });
  }

  /** Begins an execution that is being created in the same commit as its first steps. */
  begin(execution: number, run: Run, insert: () => void): Promise<void> {
    const actor: Actor = { id: execution, run, jobs: [], busy: true, calls: 0 };
    this.#actors.set(execution, actor);
    return this.#handle(actor, { kind: "resume" }, insert).finally(() => {
      actor.busy = false;
      this.#drain(actor);
    });
  }

  /** Lets every message that is being dealt with end; the rest is taken up at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#alarm.cancel();
    while ([...this.#actors.values()].some(({ busy }) => busy)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A message that nobody waits for. A failure here is one of the disk or of this program. */
  #tell(execution: number, message: Message): void {
    this.post(execution, message).catch((error: unknown) => {
      if (!this.#closed) process.emitWarning(error as Error);
    });
  }

  #enqueue(execution: number, job: Job): void {
    if (this.#closed) {
      job.reject(new Error("the engine is closed"));
      return;
    }
    let actor = this.#actors.get(execution);
    if (!actor) {
      actor = { id: execution, jobs: [], busy: false, calls: 0 };
      this.#actors.set(execution, actor);
    }
    actor.jobs.push(job);
    this.#drain(actor);
  }

  #drain(actor: Actor): void {
    if (actor.busy) return;
    const job = actor.jobs.shift();
    if (!job || this.#closed) {
      if (actor.calls === 0) this.#actors.delete(actor.id);
      return;
    }
    actor.busy = true;
    this.#handle(actor, job.message)
      .then(job.resolve, job.reject)
      .finally(() => {
        actor.busy = false;
        this.#drain(actor);
      });
  }

  async #handle(actor: Actor, message: Message, insert?: () => void): Promise<void> {
    actor.run ??= this.#load(actor.id);
    const { run } = actor;
    if (!run) throw new StaleToken();
    const outbox = await advance(run, message, this.#worldOf(actor.id));
    try {
      await this.#store(actor.id, run, outbox, insert);
    } catch (error) {
      delete actor.run; // what is on disk is the truth
      throw error;
    }
    this.#act(actor, outbox);
  }

  #worldOf(execution: number): World {
    const { clock, region } = this.#options;
    return {
      now: () => clock.now(),
      random: () => Math.random(),
      token: (thread, attempt) =>
        Buffer.from(`${execution}.${thread}.${attempt}.${randomUUID()}`).toString("base64url"),
      region,
    };
  }

  async #store(execution: number, run: Run, outbox: Outbox, insert?: () => void): Promise<void> {
    const { events, changed, removed, ending } = outbox;
    if (!insert && events.length + changed.size + removed.size === 0) return;
    const { journal, clock } = this.#options;
    await journal.commit(() => {
      insert?.();
      journal.writeEvents(execution, events);
      if (ending) return journal.writeEnding(execution, ending, clock.now());
      for (const id of removed) {
        journal.run("DELETE FROM threads WHERE execution = ? AND id = ?", execution, id);
      }
      for (const id of changed) {
        const thread = run.threads.get(id);
        if (thread) journal.writeThread(execution, thread, run.expires);
      }
    });
  }

  #act(actor: Actor, { invocations, changed, unfinished }: Outbox): void {
    const { run } = actor;
    if (!run || this.#closed) return;
    for (const invocation of invocations) void this.#call(actor, invocation);
    if (run.status !== "RUNNING") return;
    for (const id of changed) {
      const wake = wakeOf(run.threads.get(id) as Thread);
      if (wake !== undefined) this.#alarm.setFor(wake);
    }
    if (run.expires !== undefined) this.#alarm.setFor(run.expires);
    if (unfinished) this.#tell(actor.id, { kind: "continue" });
  }

  async #call(actor: Actor, invocation: Invocation): Promise<void> {
    actor.calls += 1;
    const message = await perform(this.#options.invoke, invocation, randomUUID());
    actor.calls -= 1;
    if (!this.#closed) this.#tell(actor.id, message);
  }

  #load(id: number): Run | undefined {
    const { journal, machineOf } = this.#options;
    const row = journal.get<ExecutionRow>("SELECT * FROM executions WHERE id = ?", id);
    if (!row) return undefined;
    const threads = journal
      .all<{ body: string }>("SELECT body FROM threads WHERE execution = ? ORDER BY id", id)
      .map(({ body }) => JSON.parse(body) as Thread);
    const { last } = journal.get<{ last: number }>(
      "SELECT max(id) AS last FROM events WHERE execution = ?",
      id,
    ) as { last: number };
    return {
      ...runOf(row, machineOf(row.definition)),
      lastEvent: last,
      nextThread: (threads.at(-1)?.id ?? 0) + 1,
      threads: new Map(threads.map((thread) => [thread.id, thread])),
    };
  }

  #ring(): void {
    const { journal, clock } = this.#options;
    const now = clock.now();
    const due = journal.all<{ execution: number }>(
      "SELECT DISTINCT execution FROM threads WHERE wake <= ?",
      now,
    );
    for (const { execution } of due) this.#tell(execution, { kind: "tick" });
    const next = journal.get<{ wake: number | null }>(
      "SELECT min(wake) AS wake FROM threads WHERE wake > ?",
      now,
    );
    if (next?.wake) this.#alarm.setFor(next.wake);
  }
}

/** An execution with no threads yet, from its row. */
export function runOf(row: ExecutionRow, machine: Machine): Run {
  return {
    machine,
    arn: row.arn,
    name: row.name,
    machineArn: row.machine,
    machineName: row.machine.slice(row.machine.lastIndexOf(":") + 1),
    roleArn: row.role,
    input: JSON.parse(row.input) as Json,
    startedAt: row.started,
    expires: row.expires ?? undefined,
    status: row.status,
    lastEvent: 0,
    nextThread: 0,
    threads: new Map(),
  };
}
