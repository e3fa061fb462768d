import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../../../infra/local/states/engine.ts";
import { expectedOf } from "./every-kind.ts";

/** `STATES_KILLS=30 STATES_EXECUTIONS=360` makes it the whole trial. */
const KILLS = Number(process.env["STATES_KILLS"] ?? 5);
const EXECUTIONS = Number(process.env["STATES_EXECUTIONS"] ?? 40);
/** Executions pause for up to so many seconds, so that there is work left for the last kill. */
const SPAN = Math.ceil(KILLS * 0.6);
const VICTIM = fileURLToPath(new URL("./victim.ts", import.meta.url));

interface Event {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly taskScheduledEventDetails?: { readonly parameters: string; readonly resource: string };
}

describe("An engine that is killed again and again", () => {
  const folder = mkdtempSync(join(tmpdir(), "states-"));
  let engine: Engine;
  let hits = 0;

  /** Runs the engine until it is done, or kills it after some milliseconds. */
  async function live(milliseconds?: number): Promise<"killed" | "done"> {
    const argv = [VICTIM, folder, String(EXECUTIONS), String(SPAN)];
    const child = spawn(process.execPath, argv, { stdio: "inherit" });
    const kill = () => child.kill("SIGKILL");
    const timer = milliseconds === undefined ? undefined : setTimeout(kill, milliseconds);
    const [code, signal] = await once(child, "exit");
    clearTimeout(timer);
    if (signal === "SIGKILL") return "killed";
    if (code !== 0) throw new Error(`the engine exited with ${code ?? signal}`);
    return "done";
  }

  beforeAll(async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      if ((await live(150 + Math.random() * 350)) === "killed") hits += 1;
    }
    await live();
    engine = openEngine({
      database: join(folder, "states.db"),
      invoke: () => Promise.reject(new Error("nothing is left to be called")),
    });
  }, 600_000);

  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  const executions = Array.from({ length: EXECUTIONS }, (_, n) => n);
  const arn = (n: number) => `arn:aws:states:us-east-1:000000000000:execution:every-kind:run-${n}`;

  async function historyOf(n: number): Promise<Event[]> {
    const input = { executionArn: arn(n), maxResults: 1000 };
    return ((await engine.call("GetExecutionHistory", input)) as { events: Event[] }).events;
  }

  it("was alive at every kill", () => {
    expect(hits).toBe(KILLS);
  });

  it("brings every execution to its exact output", async () => {
    for (const n of executions) {
      const told = (await engine.call("DescribeExecution", { executionArn: arn(n) })) as Record<
        string,
        string
      >;
      const text = told["output"] ?? told["cause"] ?? "";
      expect({ status: told["status"], told: JSON.parse(text) }).toEqual(expectedOf(n));
    }
  });

  it("leaves histories without gaps, in which every state was entered once", async () => {
    for (const n of executions) {
      const events = await historyOf(n);
      expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
      expect(events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
      const count = (type: string) => events.filter((event) => event.type === type).length;
      expect(count("TaskStateEntered")).toBe(5);
      expect(count("TaskSucceeded")).toBe(5);
      expect(count("TaskFailed")).toBe(1);
      expect(count("MapIterationSucceeded")).toBe(3);
      expect(count("WaitStateExited")).toBe(1);
      expect(events.filter(({ type }) => /^Execution(Succeeded|Failed)$/.test(type))).toHaveLength(
        1,
      );
    }
  });

  it("calls a function again with the same token", async () => {
    const seen = Map.groupBy(
      readFileSync(join(folder, "tokens"), "utf8")
        .trim()
        .split("\n")
        .map((line) => line.split(" ")),
      ([n]) => Number(n),
    );
    for (const n of executions) {
      const scheduled = (await historyOf(n)).filter(
        ({ taskScheduledEventDetails: task }) => task?.resource === "invoke.waitForTaskToken",
      );
      expect(scheduled).toHaveLength(1);
      const sent = JSON.parse(scheduled[0]?.taskScheduledEventDetails?.parameters ?? "{}");
      const tokens = new Set(seen.get(n)?.map(([, token]) => token));
      expect([...tokens]).toEqual([sent.Payload.taskToken]);
    }
  });
});
