/** A platform of a test's own: any free port, a folder that goes, a clock that stands still. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Platform, type PlatformOptions, startPlatform } from "../../infra/local/platform.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Nine o'clock on a Monday in Viet Nam, with no holiday for four weeks: what a test waits for is the same every day. */
export const BEGINNING = Date.parse("2026-08-03T09:00:00+07:00");

/** @param clock virtual, from `BEGINNING`, unless it is told otherwise */
export async function openPlatform({
  clock = { startsAt: BEGINNING },
  ...options
}: Pick<PlatformOptions, "clock" | "assembly" | "functions" | "around"> = {}): Promise<
  Platform & { readonly folder: string }
> {
  process.env["LOG_LEVEL"] ??= "silent";
  const folder = await mkdtemp(join(tmpdir(), "licentia-"));
  const platform = await startPlatform({ folder, port: 0, log: silent, clock, ...options });
  return {
    ...platform,
    folder,
    async close() {
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** For what never comes; where a stream may lose what it was told, the sweep has to come first. */
const PATIENCE_MS = Number(process.env["PATIENCE_MS"] ?? 60_000);

/** Asks again until it holds; what the platform does by itself takes milliseconds, not a fixed time. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  holds: (value: Value) => boolean,
  within = PATIENCE_MS,
): Promise<Value> {
  const until = Date.now() + within;
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    if (Date.now() > until) {
      throw new Error(`it did not come about: ${JSON.stringify(value).slice(0, 800)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
