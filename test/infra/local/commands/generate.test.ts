import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { differences, GENERATORS, write } from "../../../../infra/local/commands/generate.ts";

describe("npm run generate", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "generate-"));
  });

  afterEach(() => rm(root, { recursive: true }));

  it("writes what is missing, and then finds nothing to do", async () => {
    const wanted = { "workflows/generated/a.json": "{}\n" };
    expect(await write(root, wanted)).toEqual([
      { path: "workflows/generated/a.json", kind: "missing" },
    ]);
    expect(await readFile(join(root, "workflows/generated/a.json"), "utf8")).toBe("{}\n");
    expect(await differences(root, wanted)).toEqual([]);
  });

  it("tells what is stale without touching it", async () => {
    await write(root, { "workflows/generated/a.json": "old" });
    expect(await differences(root, { "workflows/generated/a.json": "new" })).toEqual([
      { path: "workflows/generated/a.json", kind: "stale" },
    ]);
    expect(await readFile(join(root, "workflows/generated/a.json"), "utf8")).toBe("old");
  });

  it("removes what nothing generates any more, in the folders of its own", async () => {
    await write(root, { "workflows/generated/a.json": "a" });
    await writeFile(join(root, "other.txt"), "kept");
    expect(await write(root, {})).toEqual([
      { path: "workflows/generated/a.json", kind: "superfluous" },
    ]);
    expect(await readFile(join(root, "other.txt"), "utf8")).toBe("kept");
  });

  it("has been run: what is committed is what the code gives", async () => {
    const wanted = Object.assign(
      {},
      ...(await Promise.all(GENERATORS.map((generate) => generate()))),
    );
    expect(await differences(join(import.meta.dirname, "../../../.."), wanted)).toEqual([]);
  });
});
