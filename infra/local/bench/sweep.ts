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
      const open = said(wanted).padStart(9);
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
    const idle: number[] = [];
    await others(platform, application, after(IDLE_MS), idle);
    print(`${said(due)} due at one moment: p95 of others before ${p95(idle).toFixed(1)} ms`);
    const begun = performance.now();
    const busy: number[] = [];
    let over = false;
    const onTenth = (done: number) =>
      print(`${said(done)} worked off, p95 of others so far ${p95(busy).toFixed(1)} ms`);
    const worked = workOff(platform, copies, due, onTenth).finally(() => {
      over = true;
    });
    await others(platform, application, () => over, busy);
    const astray = await worked;
    const rate = due / ((performance.now() - begun) / 1000);
    copies.close();
    print(
      `${said(due)} due at one moment: ${rate.toFixed(0)} worked off a second, ` +
        `none more than ${astray} places out of order`,
    );
    const ratio = p95(busy) / p95(idle);
    print(
      `others meanwhile: p95 ${p95(busy).toFixed(1)} ms of ${busy.length} requests; ` +
        `idle ${p95(idle).toFixed(1)} ms of ${idle.length}; ` +
        `ratio ${ratio.toFixed(2)} (target 2) ${ratio <= 2 ? "ok" : "MISSED"}`,
    );
  } finally {
    await platform.close();
  }
}

/**
 * Moves the clock to where all are due, and sweeps.
 * @param onTenth told of how many are done, after every tenth of them
 * @returns how far behind the first one was left
 */
async function workOff(
  { url }: Measured,
  copies: Copies,
  due: number,
  onTenth: (done: number) => void,
): Promise<number> {
  const last = copies.wakeAt + due;
  const { now } = (await (await fetch(`${url}/clock`)).json()) as { now: string };
  let by = last - Date.parse(now);
  let astray = 0;
  let tenths = 0;
  let pause = LOOK_MS;
  const look = () => {
    const began = performance.now();
    const { left, first } = copies.dueBy(last);
    pause = Math.max(LOOK_MS, (performance.now() - began) / LOOKING);
    if (left > 0) astray = Math.max(astray, due - left - first);
    const reached = Math.floor(((due - left) / due) * 10);
    if (reached > tenths) onTenth(due - left);
    tenths = reached;
    return left;
  };
  for (;;) {
    let running = true;
    const swept = fetch(`${url}/clock?by=${by}`, { method: "POST" }).finally(() => {
      running = false;
    });
    while (running) {
      await Promise.race([swept, passed(pause)]);
      if (running) look();
    }
    await swept;
    if (look() === 0) return astray;
    by = 0;
  }
}

const LOOK_MS = 2_000;
/** Of the time: a look at a hundred thousand takes long, and whoever is measured waits for it. */
const LOOKING = 0.005;

/** An applicant who looks and drafts, an officer who looks: until it is over. */
async function others(
  { lifecycle: { call } }: Measured,
  application: string,
  over: () => boolean,
  taken: number[] = [],
): Promise<void> {
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
}

function p95(taken: readonly number[]): number {
  return taken.toSorted((a, b) => a - b)[Math.floor(taken.length * 0.95)] ?? 0;
}

function said(count: number): string {
  return count.toLocaleString("en-GB");
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
