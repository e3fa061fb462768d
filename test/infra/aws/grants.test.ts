/**
 * The journeys, with functions that may do what the manifest grants and nothing else. A grant that
 * is missing fails the journey that needs it; one that no journey uses fails here.
 */
import { basename } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { grantsOf } from "./grants/grants.ts";
import { WATCHED_JOURNEYS } from "./grants/journeys.ts";
import { forgetRecorded, refused, used } from "./grants/recorded.ts";

vi.mock("../../journeys/platform.ts", async (original) => ({
  ...(await original<typeof import("../../journeys/platform.ts")>()),
  openPlatform: (await import("./grants/recorded.ts")).openRecorded,
}));

afterAll(forgetRecorded);

for (const file of WATCHED_JOURNEYS) {
  describe(basename(file), async () => {
    await import(file);
  });
}

describe("what the manifest grants", () => {
  it("is all that functions ask for", () => {
    expect([...new Set(refused)]).toEqual([]);
  });

  it.each(FUNCTIONS)("to $name is used", (row) => {
    expect([...(used.get(row.name) ?? [])].sort()).toEqual(grantsOf(row).sort());
  });
});
