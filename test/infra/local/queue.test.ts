import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, transaction } from "../../../infra/local/database.ts";
import { openQueue, QUEUE_SCHEMA, type Queue } from "../../../infra/local/queue.ts";

const SOURCE = join(import.meta.dirname, "../../../infra/local");
const BACKOFF = { first: 1000, most: 4000 };

let folder: string;
let database: DatabaseSync;
let now: number;
let queue: Queue<string> | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "licentia-test-"));
  database = openDatabase(join(folder, "queue.db"), QUEUE_SCHEMA);
  now = 1_000_000;
});
afterEach(async () => {
  await queue?.close();
  database.close();
  await rm(folder, { recursive: true });
});

function open(work: (payload: string, signal: AbortSignal) => Promise<void>): Queue<string> {
  queue = openQueue<string>({ database, work, now: () => now, backoff: BACKOFF });
  return queue;
}

test("work that was done is forgotten", async () => {
  const done: string[] = [];
  const { add, wake, length } = open(async (payload) => void done.push(payload));
  add("a");
  add("b");
  await wake();
  await wake();
  expect([done, length()]).toEqual([["a", "b"], 0]);
});

test("work is not taken up before it is due", async () => {
  const done: string[] = [];
  const { add, wake } = open(async (payload) => void done.push(payload));
  add("later", 5000);
  await wake();
  expect(done).toEqual([]);
  now += 5000;
  await wake();
  expect(done).toEqual(["later"]);
});

test("failed work waits twice as long each time, up to the limit", async () => {
  const attempts: number[] = [];
  const { add, wake } = open(async () => {
    attempts.push(now);
    throw new Error("not yet");
  });
  add("a");
  for (let second = 0; second <= 15; second++) {
    await wake();
    now += 1000;
  }
  expect(attempts.map((at) => (at - 1_000_000) / 1000)).toEqual([0, 1, 3, 7, 11, 15]);
});

test("one piece of work that fails does not hold up another", async () => {
  const done: string[] = [];
  const { add, wake } = open(async (payload) => {
    if (payload === "bad") throw new Error("bad");
    done.push(payload);
  });
  add("bad");
  add("good");
  await wake();
  expect(done).toEqual(["good"]);
});

test("one piece of work that takes its time holds up none of the others", async () => {
  const done: string[] = [];
  const slow = Promise.withResolvers<void>();
  const others = Array.from({ length: 20 }, (_, index) => String(index));
  const { add, wake } = open(async (payload) => {
    if (payload === "slow") await slow.promise;
    done.push(payload);
    if (done.length === others.length) slow.resolve();
  });
  for (const payload of ["slow", ...others]) add(payload);
  await wake();
  expect(done).toEqual([...others, "slow"]);
});

test("no more is taken up at once than one process bears", async () => {
  let [underWay, most] = [0, 0];
  const { add, wake, length } = open(async () => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay--;
  });
  for (let index = 0; index < 200; index++) add(String(index));
  await wake();
  expect([most, length()]).toEqual([64, 0]);
});

test("no more is taken up at once than may be carried, but one piece always is", async () => {
  const [inHand, heaviest, done]: [number[], number[], number[]] = [[], [], []];
  queue = openQueue<string>({
    database,
    now: () => now,
    backoff: BACKOFF,
    load: { most: 10, of: Number },
    work: async (payload) => {
      const weight = Number(payload);
      inHand.push(weight);
      heaviest.push(inHand.reduce((sum, each) => sum + each, 0));
      await new Promise((resolve) => setImmediate(resolve));
      inHand.splice(inHand.indexOf(weight), 1);
      done.push(weight);
    },
  });
  const weights = [4, 6, 1, 12, 5, 5, 5];
  for (const weight of weights) queue.add(String(weight));
  await queue.wake();
  expect([Math.max(...heaviest), done.toSorted()]).toEqual([12, weights.toSorted()]);
  expect(heaviest.filter((weight) => weight > 10)).toEqual([12]);
});

test("work added in a transaction that is rolled back never was", async () => {
  const { add, length } = open(async () => {});
  expect(() =>
    transaction(database, () => {
      add("a");
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(length()).toBe(0);
});

test("work that adds work is followed by it", async () => {
  const done: string[] = [];
  const { add, wake } = open(async (payload) => {
    done.push(payload);
    if (payload === "first") {
      add("second");
      void wake();
    }
  });
  add("first");
  await wake();
  expect(done).toEqual(["first", "second"]);
});

test("closing tells work under way to stop, and it is done again after the next opening", async () => {
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  const first = open((_, signal) => {
    start();
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  });
  first.add("a");
  void first.wake();
  await started;
  await first.close();

  const done: string[] = [];
  now += BACKOFF.first;
  await open(async (payload) => void done.push(payload)).wake();
  expect(done).toEqual(["a"]);
});

test("work under way when the process is killed is done again", async () => {
  const script = `
    import { openDatabase } from ${JSON.stringify(join(SOURCE, "database.ts"))};
    import { openQueue, QUEUE_SCHEMA } from ${JSON.stringify(join(SOURCE, "queue.ts"))};
    const database = openDatabase(${JSON.stringify(join(folder, "queue.db"))}, QUEUE_SCHEMA);
    const work = async () => { process.stdout.write("started"); await new Promise(() => {}); };
    const queue = openQueue({ database, work, now: () => 1, backoff: { first: 1, most: 1 } });
    queue.add("a");
    setInterval(() => {}, 1000);
    void queue.wake();`;
  const child = spawn("node", ["--input-type=module-typescript", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");

  const done: string[] = [];
  await open(async (payload) => void done.push(payload)).wake();
  expect(done).toEqual(["a"]);
});
