/**
 * What a sweep costs, counted in the units of the store: the same number of files due, with few open
 * files beside them and with many. And what a crowd that is due at one moment does to everybody else.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlatform } from "../platform.ts";
import { openStore } from "../store/dynoxide.ts";
import { type Copies, openCopies } from "./copies.ts";
import { type Meter, meterStore } from "./metered-store.ts";
import { DRAFT, FILE, lifecycleAt, type Measured, platformServer } from "./servers.ts";
import { fileOnce } from "./steps.ts";

export interface SweepSizes {
  /** Open files beside those that are due. */
  readonly open?: number;
  /** Files that are due at one moment. */
  readonly due?: number;
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const FEW_OPEN = 100;
const COUNTED = 100;
const YEAR = 366 * 86_400_000;
const SETTLED_MS = 2_000;
const IDLE_MS = 10_000;
const CLIENTS = 2;

export async function benchSweep(
  print: (line: string) => void,
  { open = 100_000, due = 2_000 }: SweepSizes = {},
): Promise<void> {
  await countSweep(print, open);
  await crowd(print, due);
}

/** Units of a sweep of 100 due files, beside 100 open ones and beside many. */
async function countSweep(print: (line: string) => void, open: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "licentia-sweep-"));
  const store = await openStore({ folder: join(folder, "table"), log: SILENT, env: {} });
  const meter = await meterStore(store.endpoint);
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = meter.endpoint;
  process.env["LOG_LEVEL"] = "silent";
  const platform = await startPlatform({ folder, port: 0, clock: "virtual", log: SILENT });
  try {
    const lifecycle = await lifecycleAt(platform.url);
    const copies = openCopies(
      join(folder, "table", "store.db"),
      await opened(meter, () => fileOnce(lifecycle, DRAFT, FILE)),
    );
    platform.clock?.advance(copies.wakeAt - platform.clock.now());
    await platform.runNow("sweep");
    let beside = 0;
    for (const wanted of [FEW_OPEN, open]) {
      copies.put(wanted - beside, YEAR);
      beside = wanted;
      await settled(meter);
      copies.put(COUNTED, 0);
      await platform.runNow("sweep");
      const { reads, writes } = await settled(meter);
      const open = wanted.toLocaleString("en-GB").padStart(9);
      print(
        `sweep of ${COUNTED} due beside ${open} open: ${reads} read units, ${writes} write units`,
      );
    }
    copies.close();
  } finally {
    await platform.close();
    delete process.env["AWS_ENDPOINT_URL_DYNAMODB"];
    await meter.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Everything is due at one moment; meanwhile others go about their business. */
async function crowd(print: (line: string) => void, due: number): Promise<void> {
  const platform = await platformServer(["--clock", "virtual"]);
  try {
    const application = await fileOnce(platform.lifecycle, DRAFT, FILE);
    await passed(SETTLED_MS);
    const copies = openCopies(join(platform.folder, "store", "store.db"), application);
    copies.put(due, 0, 1);
    await others(platform, application, after(IDLE_MS / 5));
    const idle = await others(platform, application, after(IDLE_MS));
    const begun = performance.now();
    let over = false;
    const worked = workOff(platform, copies, due, print).finally(() => {
      over = true;
    });
    const busy = await others(platform, application, () => over);
    const astray = await worked;
    const rate = due / ((performance.now() - begun) / 1000);
    copies.close();
    print(
      `${due.toLocaleString("en-GB")} due at one moment: ${rate.toFixed(0)} worked off a second, ` +
        `none more than ${astray} places out of order`,
    );
    const ratio = busy.p95 / idle.p95;
    print(
      `others meanwhile: p95 ${busy.p95.toFixed(1)} ms of ${busy.count} requests; ` +
        `idle ${idle.p95.toFixed(1)} ms of ${idle.count}; ` +
        `ratio ${ratio.toFixed(2)} (target 2) ${ratio <= 2 ? "ok" : "MISSED"}`,
    );
  } finally {
    await platform.close();
  }
}

/** Moves the clock to where all are due, and sweeps. @returns how far behind the first one was left */
async function workOff(
  { url }: Measured,
  copies: Copies,
  due: number,
  print: (line: string) => void,
): Promise<number> {
  const last = copies.wakeAt + due;
  const { now } = (await (await fetch(`${url}/clock`)).json()) as { now: string };
  let by = last - Date.parse(now);
  let astray = 0;
  let told = 0;
  const look = () => {
    const { left, first } = copies.dueBy(last);
    if (left > 0) astray = Math.max(astray, due - left - first);
    const tenths = Math.floor(((due - left) / due) * 10);
    if (tenths > told) print(`${(due - left).toLocaleString("en-GB")} worked off`);
    told = tenths;
    return left;
  };
  for (;;) {
    const swept = fetch(`${url}/clock?by=${by}`, { method: "POST" });
    let running = true;
    void swept.finally(() => {
      running = false;
    });
    while (running) {
      await passed(2_000);
      look();
    }
    await swept;
    if (look() === 0) return astray;
    by = 0;
  }
}

interface Latency {
  readonly p95: number;
  readonly count: number;
}

/** An applicant who looks and drafts, an officer who looks: until it is over. */
async function others(
  { lifecycle: { call } }: Measured,
  application: string,
  over: () => boolean,
): Promise<Latency> {
  const taken: number[] = [];
  const requests = [
    () => call("lan", "GET", `/applications/${application}`),
    () => call("dienban-reception", "GET", "/tasks?limit=25"),
    () => call("lan", "POST", "/applications", DRAFT),
  ];
  const client = async (first: number) => {
    for (let turn = first; !over(); turn++) {
      const begun = performance.now();
      const { status } = await requests[turn % requests.length]!();
      if (status >= 400) throw new Error(`a request was answered ${status}`);
      taken.push(performance.now() - begun);
      await passed(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
  taken.sort((a, b) => a - b);
  return { p95: taken[Math.floor(taken.length * 0.95)] ?? 0, count: taken.length };
}

/** Between two requests of one client: they are people, and what is measured is how long each waits. */
const PAUSE_MS = 20;

function after(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() >= end;
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function opened<Value>(meter: Meter, work: () => Promise<Value>): Promise<Value> {
  const value = await work();
  await settled(meter);
  return value;
}

/** The units since the last reading, once nothing has been asked of the store for two seconds. */
async function settled(meter: Meter): Promise<{ reads: number; writes: number }> {
  const sum = { reads: 0, writes: 0 };
  for (;;) {
    await passed(SETTLED_MS);
    const { reads, writes } = meter.read();
    sum.reads += reads;
    sum.writes += writes;
    if (reads + writes < 1) return sum;
  }
}
