import { defineConfig } from "vitest/config";

/** `npm run test:deploy`: apart from the other tests, because it needs an emulator of AWS. */
export default defineConfig({
  test: {
    include: ["test/infra/aws/deploy/*.journey.ts"],
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
