import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../workflows/fingerprint.ts";
import {
  currentVersion,
  newestVersion,
  permit,
  permits,
  registry,
} from "../../workflows/registry.ts";

const committed = JSON.parse(
  readFileSync(new URL("../../workflows/permits/published.json", import.meta.url), "utf8"),
) as Record<string, string>;

describe("the registry of permits", () => {
  it.each(Object.entries(committed))("has not changed %s since it was published", (name, hash) => {
    const [id = "", version] = name.split("/");
    const found = permit(id, Number(version));
    expect(found && fingerprint(found)).toBe(hash);
  });

  it("has the hash of every published version committed", () => {
    expect(permits.map(({ id, version }) => `${id}/${version}`).sort()).toEqual(
      Object.keys(committed).sort(),
    );
  });

  it("holds each version once, counted without a gap", () => {
    for (const id of new Set(registry.map((row) => row.permit.id))) {
      const versions = registry
        .filter((row) => row.permit.id === id)
        .map((row) => row.permit.version);
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
  });

  it("offers no version before the day on which it begins", () => {
    expect(currentVersion("retail-liquor", "2025-06-30")).toBeUndefined();
    expect(currentVersion("retail-liquor", "2025-07-01")?.version).toBe(1);
  });

  it("knows no version that nobody published", () => {
    expect(permit("retail-liquor", 99)).toBeUndefined();
    expect(permit("nothing", 1)).toBeUndefined();
  });
});

describe("versions of a permit that follow each other", () => {
  const [first] = permits;
  if (!first) throw new Error("There is no permit.");
  const { id } = first;
  const among = [
    { ...first, version: 1, validFrom: "2026-01-01" },
    { ...first, version: 2, validFrom: "2026-07-01", validTo: "2026-12-31" },
  ];
  const versionOn = (day: string) => currentVersion(id, day, among)?.version;

  it("take each other's place on the day on which the later one begins", () => {
    expect(["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"].map(versionOn)).toEqual([
      undefined,
      1,
      1,
      2,
    ]);
  });

  it("close with the last, whose end opens none before it again", () => {
    expect(["2026-12-31", "2027-01-01"].map(versionOn)).toEqual([2, undefined]);
    expect(newestVersion(id, "2027-01-01", among)?.version).toBe(2);
  });

  it("are found for who runs by them, in force or not", () => {
    expect(permit(id, 1, among)?.validFrom).toBe("2026-01-01");
  });
});

describe("the fingerprint of a permit", () => {
  const [first] = permits;
  if (!first) throw new Error("There is no permit.");

  it("does not depend on the order in which its members are written", () => {
    const turned = Object.fromEntries(Object.entries(first).reverse()) as typeof first;
    expect(fingerprint(turned)).toBe(fingerprint(first));
  });

  it("changes with a limit", () => {
    const clock = { ...first.clock, limit: { amount: 11, unit: "workingDays" } as const };
    expect(fingerprint({ ...first, clock })).not.toBe(fingerprint(first));
  });

  it("changes with a label of the form", () => {
    const [, other] = [first, { ...first, answers: first.answers.omit({ email: true } as never) }];
    expect(fingerprint(other)).not.toBe(fingerprint(first));
  });
});
