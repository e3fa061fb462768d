import { randomUUID } from "node:crypto";
import type { Log } from "../../../functions/log.ts";
import type { Invoke } from "../invoke/invocation.ts";

export interface Schedule {
  readonly functionName: string;
  /** Whole seconds of real time between two runs' beginnings. */
  readonly everySeconds: number;
}

export interface RunningSchedules {
  /**
   * Runs a scheduled function now; if it is running already, once more after that. Several calls
   * meanwhile are one run. Resolves to whether that run succeeded.
   * @throws {Error} if no schedule names the function, or all are stopped.
   */
  runNow(functionName: string): Promise<boolean>;
  /** Starts nothing more and waits for what is running. */
  stop(): Promise<void>;
}

/** A timer of Node overflows above 2^31 - 1 milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * EventBridge Scheduler on one machine: invokes functions at a rate, the first time after one
 * period. A function never overlaps itself: a run that takes longer than its period delays the
 * next. A failed run is logged, and the next comes as if nothing had been.
 */
export function runSchedules(options: {
  schedules: readonly Schedule[];
  invoke: Invoke;
  log: Log;
}): RunningSchedules {
  const timetables = new Map(
    options.schedules.map((schedule) => [schedule.functionName, timetable(schedule, options)]),
  );
  return {
    async runNow(functionName) {
      const found = timetables.get(functionName);
      if (!found) throw new Error(`No schedule names the function ${functionName}.`);
      return found.runNow();
    },
    async stop() {
      await Promise.all([...timetables.values()].map((one) => one.stop()));
    },
  };
}

function timetable(schedule: Schedule, { invoke, log }: { invoke: Invoke; log: Log }) {
  const { functionName, everySeconds } = schedule;
  const period = Math.min(LONGEST_TIMER_MS, everySeconds * 1_000);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<boolean> | undefined;
  let following: Promise<boolean> | undefined;
  let stopped = false;

  const run = async (): Promise<boolean> => {
    try {
      const result = await invoke(functionName, JSON.stringify(scheduledEvent(functionName)));
      if (result.functionError) log.error("A scheduled function failed.", { functionName });
      return !result.functionError;
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      log.error("A scheduled function could not be invoked.", { functionName, error: name });
      return false;
    }
  };
  const begin = () => {
    clearTimeout(timer);
    const began = performance.now();
    running = run().finally(() => {
      running = undefined;
      arm(Math.max(0, period - (performance.now() - began)));
    });
    return running;
  };
  const arm = (delay: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(begin, delay);
  };
  const follow = async () => {
    await running;
    following = undefined;
    if (stopped) throw new Error("The schedules are stopped.");
    return begin();
  };
  arm(period);
  return {
    async runNow() {
      if (stopped) throw new Error("The schedules are stopped.");
      if (!running) return begin();
      following ??= follow();
      return following;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** What EventBridge Scheduler sends to a function for which no other input was set. */
function scheduledEvent(functionName: string) {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: "000000000000",
    time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    region: "local",
    resources: [`arn:aws:scheduler:local:000000000000:schedule/default/${functionName}`],
    detail: "{}",
  };
}
