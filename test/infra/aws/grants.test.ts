/**
 * The journeys once more, with functions that may do what the manifest grants and nothing else.
 * A grant that is missing fails the journey that needs it; one that no journey uses fails here.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { grantsOf } from "./grants/grants.ts";
import { forgetRecorded, refused, used } from "./grants/recorded.ts";

vi.mock("../../journeys/platform.ts", async (original) => ({
  ...(await original<typeof import("../../journeys/platform.ts")>()),
  openPlatform: (await import("./grants/recorded.ts")).openRecorded,
}));

const JOURNEYS = join(import.meta.dirname, "../../journeys");
/**
 * The crash's platform is a process of its own, where nobody watches. The calendar's journey reads
 * a new holiday at once, which functions of separate memories learn within seconds only; that of
 * versions publishes one by itself, which they would have to be told.
 */
const APART = ["crash.test.ts", "calendar.test.ts", "versions.test.ts"];
const journeys = readdirSync(JOURNEYS).filter(
  (file) => file.endsWith(".test.ts") && !APART.includes(file),
);

afterAll(forgetRecorded);

for (const file of journeys) {
  describe(file, async () => {
    await import(join(JOURNEYS, file));
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
