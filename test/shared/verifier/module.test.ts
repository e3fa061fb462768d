import { globSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { verifierBundle } from "../../../infra/local/bench/verification.ts";

const FOLDER = "shared/verifier";
const imports = globSync(`${FOLDER}/**/*.ts`).flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/from "([^"]+)"/g)].map(([, name]) => ({
    file,
    name: name!,
  })),
);

describe("the verifier", () => {
  it("imports nothing but itself, and of Node only in the primitives for Node", () => {
    const foreign = imports.filter(({ file, name }) => {
      if (name.startsWith("node:")) return file !== `${FOLDER}/primitives/node.ts`;
      return !normalize(join(file, "..", name)).startsWith(FOLDER);
    });
    expect(imports.length).toBeGreaterThan(20);
    expect(foreign).toEqual([]);
  });

  it("fits in 6 KiB for the browser", async () => {
    expect(gzipSync(await verifierBundle(), { level: 9 }).length).toBeLessThanOrEqual(6 * 1024);
  });
});
