import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { InvocationResult } from "../../../../infra/local/invoke/invocation.ts";
import { type RunningSchedules, runSchedules } from "../../../../infra/local/schedule/schedules.ts";
import { memoryLog } from "../store/builder.ts";

const START = Date.UTC(2026, 0, 5);
let began: number[];
let events: unknown[];
let log: ReturnType<typeof memoryLog>;
let running: RunningSchedules;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  began = [];
  events = [];
  log = memoryLog();
});
afterEach(async () => {
  await running.stop();
  vi.useRealTimers();
});

const sleep = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Runs `Sweep` every ten seconds; each run takes the time and ends with the result. */
function start(takesMs = 0, result: InvocationResult = { payload: "null" }) {
  running = runSchedules({
    schedules: [{ functionName: "Sweep", everySeconds: 10 }],
    log,
    async invoke(_, payload) {
      began.push(Math.floor((Date.now() - START) / 1_000));
      events.push(JSON.parse(payload));
      if (takesMs > 0) await sleep(takesMs);
      return result;
    },
  });
}

describe("a schedule", () => {
  it("runs its function at its rate, the first time after one period", async () => {
    start(1_000);
    await vi.advanceTimersByTimeAsync(35_000);
    expect(began).toEqual([10, 20, 30]);
  });

  it("sends what EventBridge Scheduler would send", async () => {
    start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(events).toEqual([
      {
        version: "0",
        id: expect.any(String),
        "detail-type": "Scheduled Event",
        source: "aws.scheduler",
        account: "000000000000",
        time: "2026-01-05T00:00:10Z",
        region: "local",
        resources: ["arn:aws:scheduler:local:000000000000:schedule/default/Sweep"],
        detail: "{}",
      },
    ]);
  });

  it("never overlaps itself: a long run delays the next", async () => {
    start(15_000);
    await vi.advanceTimersByTimeAsync(45_000);
    expect(began).toEqual([10, 25, 40]);
    const stopped = running.stop();
    await vi.advanceTimersByTimeAsync(15_000);
    await stopped;
  });

  it("goes on after a failed run, which is logged", async () => {
    start(0, { payload: "{}", functionError: "Unhandled" });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(began).toEqual([10, 20]);
    expect(log.lines.map(({ message }) => message)).toEqual([
      "A scheduled function failed.",
      "A scheduled function failed.",
    ]);
  });

  it("runs no more once it is stopped", async () => {
    start();
    await running.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(began).toEqual([]);
  });
});

describe("runNow", () => {
  it("runs at once and counts the next period from there", async () => {
    start();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await running.runNow("Sweep")).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(began).toEqual([4, 14]);
  });

  it("says when the run failed", async () => {
    start(0, { payload: "{}", functionError: "Unhandled" });
    expect(await running.runNow("Sweep")).toBe(false);
  });

  it("waits for the run under way, and several calls share the one after it", async () => {
    start(1_000);
    const runs = Promise.all([
      running.runNow("Sweep"),
      running.runNow("Sweep"),
      running.runNow("Sweep"),
    ]);
    await vi.advanceTimersByTimeAsync(3_000);
    await runs;
    expect(began).toEqual([0, 1]);
  });

  it("refuses a function without a schedule", async () => {
    start();
    await expect(running.runNow("Other")).rejects.toThrow("No schedule names the function Other.");
  });
});
