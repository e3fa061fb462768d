import { Callbacks } from "./callbacks.ts";
import { Alarm, type Clock, systemClock } from "./clock.ts";
import { Executions } from "./executions.ts";
import { Journal } from "./journal.ts";
import type { Invoke } from "./lambda.ts";
import { Machines } from "./machines.ts";
import { Refusal } from "./refusal.ts";
import { Scheduler } from "./scheduler.ts";

export interface EngineOptions {
  /** A path, or ":memory:". */
  readonly database: string;
  readonly invoke: Invoke;
  readonly clock?: Clock;
  readonly region?: string;
  /** Twelve digits. */
  readonly account?: string;
  /** Days that an ended execution stays readable and its name taken; AWS keeps 90. */
  readonly retentionDays?: number;
}

export interface Engine {
  /**
   * One operation of the Step Functions API. What it answers is on disk.
   * @throws Refusal under the name that AWS gives the error
   */
  call(operation: string, input: object): Promise<object>;
  /** Stops cleanly: calls under way are made again at the next start. */
  close(): Promise<void>;
  /** Executions in memory: those that something is happening to. */
  readonly active: number;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Opens the engine, and takes up every execution where it stood. */
export function openEngine(options: EngineOptions): Engine {
  const { clock = systemClock, region = "us-east-1", account = "000000000000" } = options;
  const now = () => clock.now();
  const journal = new Journal(options.database);
  const machines = new Machines({ journal, now, region, account });
  const scheduler = new Scheduler({
    journal,
    clock,
    invoke: options.invoke,
    region,
    machineOf: (definition) => machines.definition(definition),
  });
  const executions = new Executions({ journal, machines, scheduler, now });
  const callbacks = new Callbacks(scheduler, journal);
  const operations = operationsOf(machines, executions, callbacks);
  const retention = retain(journal, clock, (options.retentionDays ?? 90) * DAY);
  scheduler.start();
  let closing: Promise<void> | undefined;
  return {
    async call(operation, input) {
      if (closing) throw new Refusal("ServiceUnavailable", "The engine is closed");
      const run = operations.get(operation);
      if (!run) throw new Refusal("UnknownOperationException", `Unknown operation: ${operation}`);
      return run(input as Record<string, unknown>);
    },
    close() {
      closing ??= scheduler.close().then(() => {
        retention.cancel();
        return journal.close();
      });
      return closing;
    },
    get active() {
      return scheduler.size;
    },
  };
}

type Operation = (input: Readonly<Record<string, unknown>>) => object | Promise<object>;

function operationsOf(
  machines: Machines,
  executions: Executions,
  callbacks: Callbacks,
): ReadonlyMap<string, Operation> {
  return new Map<string, Operation>([
    ["CreateStateMachine", (input) => machines.create(input)],
    ["UpdateStateMachine", (input) => machines.update(input)],
    ["DescribeStateMachine", (input) => machines.describe(input)],
    ["ListStateMachines", (input) => machines.list(input)],
    ["DeleteStateMachine", (input) => machines.delete(input)],
    ["StartExecution", (input) => executions.start(input)],
    ["DescribeExecution", (input) => executions.describe(input)],
    ["ListExecutions", (input) => executions.list(input)],
    ["StopExecution", (input) => executions.stop(input)],
    ["GetExecutionHistory", (input) => executions.history(input)],
    ["SendTaskSuccess", (input) => callbacks.success(input)],
    ["SendTaskFailure", (input) => callbacks.failure(input)],
    ["SendTaskHeartbeat", (input) => callbacks.heartbeat(input)],
  ]);
}

/** Forgets what has ended long ago: some at a time, every hour. */
function retain(journal: Journal, clock: Clock, age: number): { cancel(): void } {
  const alarm = new Alarm(clock, () => void sweep());
  let cancelled = false;
  const sweep = async () => {
    let forgotten = 0;
    if (cancelled) return;
    await journal.commit(() => {
      forgotten = journal.forget(clock.now() - age);
    });
    if (!cancelled) alarm.setFor(clock.now() + (forgotten > 0 ? 0 : HOUR));
  };
  alarm.setFor(clock.now());
  return {
    cancel() {
      cancelled = true;
      alarm.cancel();
    },
  };
}
