/**
 * Bundles, each beside a hello-world in the same run: how large, how long a fresh process takes to
 * load it, and of what it is made. Loading is what a cold start adds to what Lambda itself needs.
 *
 * It is told twice: of a bare process, and of one that has Node's `http` loaded by `require`, as
 * Lambda's runtime has before it looks at a function (it asks for invocations by it:
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client). An `import` of it would load
 * half of Node with it, by reading every name that it exports.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Metafile } from "esbuild";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { SETTINGS } from "../../../functions/settings.ts";
import { type Bundleable, bundleFunctions, bundleOf } from "../../aws/functions/bundle.ts";

const HELLO = { name: "hello-world", entry: "infra/local/bench/hello-world.ts", settings: [] };
const ROUNDS = 20;
const MOST_PACKAGES = 4;
const KB = 1_000;

/** What a process has loaded before a bundle, by how it is called in print. */
const BEFORE = {
  "in a bare process": "",
  "beside http, as on Lambda":
    'process.getBuiltinModule("node:module").createRequire(import.meta.url)("node:http");',
};

/** Prints the milliseconds that loading a module takes. */
const LOADER = `
  const began = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - began));
`;

/** @param names of the functions to measure; all, where none is given */
export async function benchBundles(
  print: (line: string) => void,
  names: readonly string[] = FUNCTIONS.map(({ name }) => name),
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "licentia-bundles-"));
  try {
    const rows: Bundleable[] = [HELLO, ...FUNCTIONS.filter(({ name }) => names.includes(name))];
    const { metafile } = await bundleFunctions(rows, folder);
    const loads: ReadonlyMap<string, number>[] = [];
    for (const before of Object.values(BEFORE)) loads.push(await loadTimes(rows, folder, before));
    print(`size; milliseconds above hello-world ${Object.keys(BEFORE).join(", ")}; what is in it`);
    for (const { name } of rows) {
      const kB = statSync(fileOf(folder, name)).size / KB;
      const above = loads.map((times) => (times.get(name) ?? 0) - (times.get(HELLO.name) ?? 0));
      const figures = above.map((ms) => ms.toFixed(1).padStart(7)).join("");
      const size = `${kB.toFixed(0).padStart(5)} kB`;
      print(`${name.padEnd(24)}${size}${figures}  ${largest(metafile, name)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Medians in milliseconds, by function: each round loads every bundle once, so that all share its weather. */
async function loadTimes(rows: readonly Bundleable[], folder: string, before: string) {
  const samples = new Map<string, number[]>(rows.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name } of rows)
      samples.get(name)?.push(await loadOnce(fileOf(folder, name), before));
  }
  return new Map([...samples].map(([name, times]) => [name, median(times)]));
}

async function loadOnce(file: string, before: string): Promise<number> {
  const args = ["--input-type=module", "--eval", before + LOADER, file];
  const env = Object.fromEntries(SETTINGS.map((name) => [name, "set"]));
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return Number(stdout);
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** The packages of which most is in a bundle, and how much. */
function largest({ outputs }: Metafile, name: string): string {
  const output = Object.entries(outputs).find(([path]) => basename(dirname(path)) === name)?.[1];
  const bytes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const part = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? "own";
    bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
  }
  return [...bytes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_PACKAGES)
    .map(([part, size]) => `${part} ${(size / KB).toFixed(0)}`)
    .join(", ");
}

function fileOf(folder: string, name: string): string {
  return join(bundleOf(folder, name), "index.mjs");
}
