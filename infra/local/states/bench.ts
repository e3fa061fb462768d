import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "./clock.ts";
import { type Engine, openEngine } from "./engine.ts";
import { serveAlone } from "./resident.ts";

const ROLE = "arn:aws:iam::000000000000:role/bench";
const PARALLEL = 16;

const task = (Next?: string) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "f", Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
  ...(Next === undefined ? { End: true } : { Next }),
});

/** Five states, three invocations. */
const FIVE_STATES = JSON.stringify({
  QueryLanguage: "JSONata",
  StartAt: "Prepare",
  States: {
    Prepare: { Type: "Pass", Output: { n: "{% $states.input.n + 1 %}" }, Next: "First" },
    First: task("Second"),
    Second: task("Decide"),
    Decide: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input.n > 0 %}", Next: "Third" }],
      Default: "Third",
    },
    Third: task(),
  },
});

const ONE_STATE = JSON.stringify({
  QueryLanguage: "JSONata",
  StartAt: "Only",
  States: { Only: { Type: "Pass", Output: "{% $states.input.n %}", End: true } },
});

export interface StatesBenchmark {
  /** The workflow of five states, at 16 in parallel, every step on disk. */
  readonly executionsPerSecond: number;
  /** Bare SQLite commits with fsync, one for each time an execution waits for its own. */
  readonly commitsPerSecond: number;
  /** Executions a second over what the bare loop would allow: at least 1. */
  readonly throughputRatio: number;
  /** How long the workflow takes alone, over its commits in the bare loop: nothing waits for company. */
  readonly latencyRatio: number;
  /** Resident memory after all finished executions over that after a tenth of them: at most 1.2. */
  readonly memoryRatio: number;
  /** Opening the engine with all of them stored over opening an empty one: at most 2. */
  readonly startRatio: number;
  /** What is left of all of them when they are 91 days old: none. */
  readonly leftAfterRetention: number;
  /** Executions forgotten a second, events and all. */
  readonly forgottenPerSecond: number;
}

/** @param stored how many executions the memory and the start are measured with */
export async function benchStates(stored = 100_000): Promise<StatesBenchmark> {
  const folder = mkdtempSync(join(tmpdir(), "states-"));
  try {
    const { executionsPerSecond, commitsPerSecond, throughputRatio } = await inTurns(folder);
    const alone = await throughput(join(folder, "alone.db"), 100, 1);
    const file = join(folder, "stored.db");
    const memoryRatio = await memory(file, stored);
    const empty = await median(() => start(join(folder, "empty.db")));
    const full = await median(() => start(file));
    const retained = await retention(file, stored);
    return {
      executionsPerSecond: Math.round(executionsPerSecond),
      commitsPerSecond: Math.round(commitsPerSecond),
      throughputRatio: round(throughputRatio),
      latencyRatio: round(commitsPerSecond / (alone * COMMITS_EACH)),
      memoryRatio: round(memoryRatio),
      startRatio: round(full / empty),
      ...retained,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Its start, and the answer of each of its three invocations. */
const COMMITS_EACH = 4;

const ROUNDS = 7;
const EACH_ROUND = 400;

/** Engine and bare loop by turns, so that both meet the machine's weather; the median of each. */
async function inTurns(
  folder: string,
): Promise<Pick<StatesBenchmark, "executionsPerSecond" | "commitsPerSecond" | "throughputRatio">> {
  const executions: number[] = [];
  const commits: number[] = [];
  const ratios: number[] = [];
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    const ours = await throughput(join(folder, `throughput-${turn}.db`), EACH_ROUND, PARALLEL);
    const bare = bareCommits(join(folder, `bare-${turn}.db`), EACH_ROUND * COMMITS_EACH);
    // The first turn is for the compiler to warm up.
    if (turn === 0) continue;
    executions.push(ours);
    commits.push(bare);
    ratios.push((ours * COMMITS_EACH) / bare);
  }
  return {
    executionsPerSecond: middle(executions),
    commitsPerSecond: middle(commits),
    throughputRatio: middle(ratios),
  };
}

function round(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}

async function throughput(file: string, executions: number, parallel: number): Promise<number> {
  const engine = open(file);
  const machine = await create(engine, "five", FIVE_STATES);
  await runAll(engine, machine, 200, "warm", PARALLEL);
  const began = performance.now();
  await runAll(engine, machine, executions, "run", parallel);
  const seconds = (performance.now() - began) / 1000;
  await engine.close();
  return executions / seconds;
}

function bareCommits(file: string, commits: number): number {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a TEXT)");
  const insert = database.prepare("INSERT INTO t VALUES (?)");
  const began = performance.now();
  for (let done = 0; done < commits; done += 1) insert.run("a line of a journal");
  const seconds = (performance.now() - began) / 1000;
  database.close();
  return commits / seconds;
}

/** Resident memory after `stored` executions over that after a tenth of them, of the engine alone. */
async function memory(file: string, stored: number): Promise<number> {
  const served = await serveAlone(file);
  const machine = await create(served, "one", ONE_STATE);
  await runAll(served, machine, stored / 10, "first", PARALLEL);
  const early = served.resident();
  await runAll(served, machine, stored - stored / 10, "rest", PARALLEL);
  const late = served.resident();
  await served.close();
  return late / early;
}

/** Opens the engine when everything stored is older than it keeps, until nothing more goes. */
async function retention(
  file: string,
  stored: number,
): Promise<Pick<StatesBenchmark, "leftAfterRetention" | "forgottenPerSecond">> {
  const later = { ...systemClock, now: () => Date.now() + 91 * 86_400_000 };
  const began = performance.now();
  const engine = openEngine({
    database: file,
    clock: later,
    invoke: async () => ({ payload: "" }),
  });
  let left = stored;
  for (let before = 0; left !== before; ) {
    before = left;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    left = countIn(file);
  }
  const seconds = (performance.now() - began) / 1000;
  await engine.close();
  return { leftAfterRetention: left, forgottenPerSecond: Math.round((stored - left) / seconds) };
}

function countIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const { count } = database.prepare("SELECT count(*) AS count FROM executions").get() as {
    count: number;
  };
  database.close();
  return count;
}

async function start(file: string): Promise<number> {
  const began = performance.now();
  const engine = open(file);
  await engine.call("ListStateMachines", {});
  const took = performance.now() - began;
  await engine.close();
  return took;
}

async function median(measure: () => Promise<number>): Promise<number> {
  const measured: number[] = [];
  for (let run = 0; run < 9; run += 1) measured.push(await measure());
  return middle(measured);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}

function open(database: string): Engine {
  return openEngine({ database, invoke: async (_, payload) => ({ payload }) });
}

async function create(
  engine: Pick<Engine, "call">,
  name: string,
  definition: string,
): Promise<string> {
  const made = await engine.call("CreateStateMachine", { name, definition, roleArn: ROLE });
  return (made as { stateMachineArn: string }).stateMachineArn;
}

/** Starts executions, some at a time, and follows each to its end. */
async function runAll(
  engine: Pick<Engine, "call">,
  machine: string,
  count: number,
  tag: string,
  parallel: number,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let mine = next++; mine < count; mine = next++) {
      const input = { stateMachineArn: machine, name: `${tag}-${mine}`, input: '{"n":1}' };
      const { executionArn } = (await engine.call("StartExecution", input)) as Record<
        string,
        string
      >;
      for (;;) {
        const { status } = (await engine.call("DescribeExecution", { executionArn })) as Record<
          string,
          string
        >;
        if (status === "SUCCEEDED") break;
        if (status !== "RUNNING") throw new Error(`an execution has ${status}`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

if (import.meta.main) console.log(await benchStates(Number(process.argv[2] ?? 100_000)));
