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
  lifecycle: async () => (await import("../bench/lifecycle.ts")).benchLifecycle,
  bundles: async () => (await import("../bench/bundles.ts")).benchBundles,
} as const;

const USAGE = `Measures; machines are noisy, so read the ratios.

  npm run bench [-- <name> ...]

Names: ${Object.keys(BENCHES).join(", ")} (all of them where none is given).
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", default: false } },
});
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
