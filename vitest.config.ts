import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { WATCHED_JOURNEYS } from "./test/infra/aws/grants/journeys.ts";
import { LongestFirst } from "./test/longest-first.ts";

/** What tests rules alone: nothing to leave behind for the next file, which spares it its own worker. */
const RULES = [
  "test/shared/{application,audit,calendar,clock,document,licence,mail,payment,permit,status-list,verifier}/**/*.test.ts",
  "test/workflows/**/*.test.ts",
];
const ALL = ["test/**/*.test.ts"];
/** `npm test` leaves these to the test of the grants, which walks each of them: see there. */
const JOURNEYS = [...WATCHED_JOURNEYS];
/** What puts other modules, or clients, in place of those that every other file uses. */
const REPLACING = globSync(ALL).filter((file) =>
  /vi\.mock\(|mockClient\(/.test(readFileSync(file, "utf8")),
);
/** These all put the same in place of the wiring, and can share a worker. */
const AT_HOME = REPLACING.filter((file) =>
  /vi\.mock\("[./]+\/functions\/wiring\.ts", \(\) => import\("[./]+\/home\.ts"\)\)/.test(
    readFileSync(file, "utf8"),
  ),
);
/** And these have one of their own. */
const APART = REPLACING.filter((file) => !AT_HOME.includes(file));

export default defineConfig({
  test: {
    // Left to itself vitest keeps a core for a reader; more than there are cores take longer.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    setupFiles: ["test/seed.ts", "test/aftermath.ts"],
    // For what hangs, not for what is slow: how fast a thing is, `npm run bench` says.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: {
      // Its platform packages are not in every registry, so the lock leaves them out.
      CBOR_NATIVE_ACCELERATION_DISABLED: "true",
      // A third of what a command started by a test takes is compiling the same modules again.
      NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/licentia"),
    },
    projects: [
      { extends: true, test: { name: "rules", include: RULES, isolate: false } },
      {
        extends: true,
        test: {
          name: "platform",
          include: ALL,
          exclude: [...RULES, ...REPLACING, ...JOURNEYS],
          isolate: false,
        },
      },
      { extends: true, test: { name: "journeys", include: JOURNEYS, isolate: false } },
      { extends: true, test: { name: "home", include: AT_HOME, isolate: false } },
      { extends: true, test: { name: "apart", include: APART } },
    ],
  },
});
