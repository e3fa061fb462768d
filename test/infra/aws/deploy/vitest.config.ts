import { defineConfig } from "vitest/config";

/** `npm run test:deploy`: apart from the other tests, because it needs an emulator of AWS. */
export default defineConfig({
  test: {
    include: ["test/infra/aws/deploy/*.journey.ts"],
    testTimeout: 900_000,
    // Half a minute until a lost record is overdue, a minute until the sweep, and the machine's own.
    env: { PATIENCE_MS: "180000" },
    hookTimeout: 600_000,
  },
});
