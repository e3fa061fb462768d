/** `npm run bench`: what is measured, as ratios in one run. */
import { parseArgs } from "node:util";
import { runCommand, WRONG_USAGE } from "./command.ts";

/** Of files that the sweep is measured with. */
interface Sizes {
  readonly open?: number;
  readonly due?: number;
}

class NoNumber extends Error {}

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
  sweep: async (sizes: Sizes) => async (print: (line: string) => void) => {
    const { benchSweep } = await import("../bench/sweep.ts");
    await benchSweep(print, sizes);
  },
  bundles: async () => (await import("../bench/bundles.ts")).benchBundles,
} as const;

const USAGE = `Measures; machines are noisy, so read the ratios.

  npm run bench [-- <name> ...] [--open <number>] [--due <number>]

Names: ${Object.keys(BENCHES).join(", ")} (all of them where none is given).
"sweep" counts beside 100,000 open files (--open 1000000 is the full size, and takes some minutes),
and works off 2,000 that are due at one moment (--due 100000 is the full size).
`;

await runCommand(main, NoNumber);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: "boolean", default: false },
      open: { type: "string" },
      due: { type: "string" },
    },
  });
  const unknown = positionals.filter((name) => !(name in BENCHES));
  if (values.help || unknown.length > 0) {
    (values.help ? process.stdout : process.stderr).write(USAGE);
    return values.help ? 0 : WRONG_USAGE;
  }
  const sizes = { ...sizeOf("open", values.open), ...sizeOf("due", values.due) };
  const wanted = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  for (const name of wanted as (keyof typeof BENCHES)[]) {
    process.stdout.write(`${name}\n`);
    const bench = await BENCHES[name](sizes);
    await bench((line: string) => void process.stdout.write(`  ${line}\n`));
  }
  return 0;
}

/** @throws NoNumber for what is no number of files */
function sizeOf(name: keyof Sizes, text: string | undefined): Sizes {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new NoNumber(`--${name} ${text} is no number of files.`);
  return { [name]: Number(text) };
}
