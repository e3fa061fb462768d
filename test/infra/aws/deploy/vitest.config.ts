import { defineConfig } from "vitest/config";

/** `npm run test:deploy`: apart from the other tests, because it needs an emulator of AWS. */
export default defineConfig({
  test: {
    include: ["test/infra/aws/deploy/*.journey.ts"],
    testTimeout: 900_000,
    // Should an emulator lose a record of the stream: half a minute until it is overdue, a minute until
    // the sweep, and the machine's own.
    env: { PATIENCE_MS: "180000" },
    hookTimeout: 600_000,
  },
});
