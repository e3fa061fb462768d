/** `npm run bench`: what is measured, as ratios in one run. */
import { parseArgs } from "node:util";

const BENCHES = {
  states: async () => async (print: (line: string) => void) => {
    const { benchStates } = await import("../states/bench.ts");
    for (const [name, value] of Object.entries(await benchStates())) {
      print(`states: ${name.padEnd(22)} ${Math.round(Number(value) * 100) / 100}`);
    }
  },
  verification: async () => (await import("../bench/verification.ts")).benchVerification,
  clock: async () => (await import("../bench/clock.ts")).benchClock,
  licence: async () => (await import("../bench/licence-cost.ts")).benchLicenceCost,
  permits: async () => (await import("../bench/permits.ts")).benchPermits,
  lifecycle: async () => (await import("../bench/lifecycle.ts")).benchLifecycle,
  sweep: async () => async (print: (line: string) => void) => {
    const { benchSweep } = await import("../bench/sweep.ts");
    await benchSweep(print, { ...sizeOf("open"), ...sizeOf("due") });
  },
  bundles: async () => (await import("../bench/bundles.ts")).benchBundles,
} as const;

const USAGE = `Measures; machines are noisy, so read the ratios.

  npm run bench [-- <name> ...] [--open <number>] [--due <number>]

Names: ${Object.keys(BENCHES).join(", ")} (all of them where none is given).
"sweep" counts beside 100,000 open files (--open 1000000 is the full size, and takes some minutes),
and works off 2,000 that are due at one moment (--due 100000 is the full size).
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", default: false },
    open: { type: "string" },
    due: { type: "string" },
  },
});

/** @throws TypeError for what is no number of files */
function sizeOf(name: "open" | "due") {
  const text = values[name];
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new TypeError(`--${name} ${text} is no number of files`);
  return { [name]: Number(text) };
}

const unknown = positionals.filter((name) => !(name in BENCHES));
if (values.help || unknown.length > 0) {
  process.stdout.write(USAGE);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  const wanted = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  for (const name of wanted as (keyof typeof BENCHES)[]) {
    process.stdout.write(`${name}\n`);
    const bench = await BENCHES[name]();
    await bench((line: string) => void process.stdout.write(`  ${line}\n`));
  }
}
