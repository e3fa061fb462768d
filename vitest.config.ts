import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Its platform packages are not in every registry, so the lock leaves them out.
    env: { CBOR_NATIVE_ACCELERATION_DISABLED: "true" },
  },
});
