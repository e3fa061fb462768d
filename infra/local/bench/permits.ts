/** For every permit, what its counted path takes, against its marks, and what compiling it takes. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { compile } from "../../../workflows/compile.ts";
import { currentVersion } from "../../../workflows/registry.ts";
import { COUNTED_PATHS, type CountedPath } from "./counted-paths.ts";
import type { LicenceCost } from "./licence-cost.ts";

/** Millionths of a dollar for each, as the model of the cost counts them. */
const PRICES = {
  transitions: 25,
  invocations: 0.267,
  requests: 1,
  writes: 0.625,
  reads: 0.125,
  signatures: 15,
} as const;

/** SD-JWT VC and CWT. */
const FORMS = 2;
const COMPILED = 200;
const COMPILE_TARGET_MS = 5;

type Counts = Readonly<Record<keyof typeof PRICES, number>>;

export async function benchPermits(print: (line: string) => void): Promise<void> {
  for (const path of COUNTED_PATHS) {
    for (const line of await linesOf(path)) print(line);
  }
}

async function linesOf(path: CountedPath): Promise<string[]> {
  const { permit: id } = path.draft;
  const permit = currentVersion(id, new Date().toISOString().slice(0, 10));
  if (!permit) throw new Error(`${id} is asked for no more`);
  const human = path.steps.filter((step) => step !== "pay").length;
  const begun = performance.now();
  for (let times = 0; times < COMPILED; times++) compile(permit);
  const compiled = (performance.now() - begun) / COMPILED;
  const counts = countsOf(await counted(id));
  const floor = { ...counts, writes: 24 + 14 * human, signatures: FORMS };
  const [cost, least] = [priceOf(counts), priceOf(floor)];
  return [
    `${id}, version ${permit.version}: ${human} human stages decided, one fee paid`,
    `  transitions ${counts.transitions}, signatures ${counts.signatures}, requests ${counts.requests}, invocations ${counts.invocations}`,
    `  write units ${counts.writes} (to reach: ${floor.writes}), read units ${counts.reads}`,
    `  modelled ${cost.toFixed(0)} millionths of a dollar, floor ${least.toFixed(0)}, ratio ${(cost / least).toFixed(2)} (target 1.25) ${cost <= 1.25 * least ? "ok" : "MISSED"}`,
    `  compiled in ${compiled.toFixed(2)} ms (target ${COMPILE_TARGET_MS}) ${compiled < COMPILE_TARGET_MS ? "ok" : "MISSED"}`,
  ];
}

async function counted(permit: string): Promise<LicenceCost> {
  const entry = join(import.meta.dirname, "count-licence.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [entry, permit]);
  return JSON.parse(stdout) as LicenceCost;
}

function countsOf({ invocations, ...counts }: LicenceCost): Counts {
  return { ...counts, invocations: Object.values(invocations).reduce((sum, one) => sum + one, 0) };
}

function priceOf(counts: Counts): number {
  return Object.entries(PRICES).reduce(
    (sum, [what, price]) => sum + price * counts[what as keyof Counts],
    0,
  );
}
