/** Lifecycles a second, every acknowledged write on disk, beside the bare baseline in one run. */
import { bareServer, DRAFT, FILE, type Measured, platformServer } from "./servers.ts";
import { liveOnce } from "./steps.ts";

const CLIENTS = [1, 16, 64] as const;
const SECONDS = 12;
/** By turns, because a shared machine is faster now and slower then. */
const ROUNDS = 3;

export async function benchLifecycle(print: (line: string) => void): Promise<void> {
  const [bare, platform] = [await bareServer(), await platformServer()];
  try {
    await liveOnce(platform.lifecycle, DRAFT, FILE);
    for (const clients of CLIENTS) {
      const rounds: Round[] = [];
      while (rounds.length < ROUNDS) {
        const baseline = await rate(bare, clients, SECONDS / 3);
        const ours = await rate(platform, clients, SECONDS);
        const ratio = ours / baseline;
        rounds.push({ baseline, ours, ratio });
        print(`${clients} clients, round ${rounds.length} of ${ROUNDS}: ratio ${ratio.toFixed(3)}`);
      }
      print(`lifecycles, ${String(clients).padStart(2)} clients: ${inWords(rounds)}`);
    }
  } finally {
    await Promise.all([bare.close(), platform.close()]);
  }
}

interface Round {
  /** Both in lifecycles a second. */
  readonly baseline: number;
  readonly ours: number;
  readonly ratio: number;
}

/** The round in the middle by its ratio, and the ratios of all. */
function inWords(rounds: readonly Round[]): string {
  const byRatio = rounds.toSorted((a, b) => a.ratio - b.ratio);
  const { baseline, ours, ratio } = byRatio[byRatio.length >> 1] as Round;
  const all = rounds.map((round) => round.ratio.toFixed(3)).join(", ");
  return `${ours.toFixed(1)}/s; bare Express and SQLite ${baseline.toFixed(1)}/s; ratio ${ratio.toFixed(3)} (of ${all})`;
}

async function rate({ lifecycle }: Measured, clients: number, seconds: number): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        await liveOnce(lifecycle, DRAFT, FILE);
        done++;
      }
    }),
  );
  return done / ((performance.now() - start) / 1000);
}
