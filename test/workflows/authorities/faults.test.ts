import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AuthorityFile, authoritySchema } from "../../../shared/authority/authority.ts";
import type { Override } from "../../../shared/authority/override.ts";
import { fileFaults } from "../../../workflows/authorities/faults.ts";

const read = (id: string) =>
  authoritySchema.parse(
    JSON.parse(
      readFileSync(new URL(`../../../workflows/authorities/${id}.json`, import.meta.url), "utf8"),
    ),
  );
const hue = read("vn-hue");
const basis = { act: { en: "A decision" } };
const with_ = (...overrides: Override[]): AuthorityFile => ({
  ...hue,
  permits: [{ permit: "retail-liquor", overrides }],
});
const days = (amount: number) => ({ amount, unit: "workingDays" as const });

describe("an authority's file beside the permits that it grants", () => {
  it.each(["vn-quang-nam", "vn-hue", "gb-cambridge", "in-tamil-nadu"])("is sound: %s", (id) => {
    expect(fileFaults(read(id))).toEqual([]);
  });

  it.each<[string, AuthorityFile, RegExp]>([
    [
      "a permit that nobody published",
      { ...hue, permits: [{ permit: "fishing" }] },
      /^\/permits\/0\/permit: there is no published permit fishing/,
    ],
    [
      "a permit for which it has no units",
      { ...hue, permits: [{ permit: "temporary-event-notice" }] },
      /^\/permits\/0\/permit: nowhere .* licensing-officer at level district/,
    ],
    [
      "a limit that its stages cannot keep",
      with_({ from: "2026-01-01", basis, limit: days(5) }),
      /^\/permits\/0\/overrides\/0: clock\.limit: the stages/,
    ],
    [
      "two overrides in force on one day",
      with_(
        { from: "2026-01-01", basis, limit: days(8) },
        { from: "2026-06-01", basis, limit: days(9) },
      ),
      /^\/permits\/0\/overrides\/1: another override/,
    ],
    [
      "an override that ends before it begins",
      with_({ from: "2026-06-01", to: "2026-05-01", basis, limit: days(8) }),
      /^\/permits\/0\/overrides\/0\/to/,
    ],
    [
      "a fee on a fact that nobody is asked for",
      with_({
        from: "2026-01-01",
        basis,
        fee: [
          {
            id: "a",
            title: { en: "A" },
            amount: 1,
            when: { fact: "/answers/shoeSize", equals: 42 },
          },
        ],
      }),
      /^\/permits\/0\/overrides\/0: fee\.tariffs\[0\]\.lines\[0\]\.when/,
    ],
    [
      "a fee in another currency",
      {
        ...with_({ from: "2026-01-01", basis, fee: [{ id: "a", title: { en: "A" }, amount: 1 }] }),
        currency: "EUR",
      },
      /\/fee: retail-liquor is not paid in EUR/,
    ],
    [
      "a calendar that is not there",
      with_({ from: "2026-01-01", basis, calendar: "moon" }),
      /\/calendar: there is no calendar "moon"/,
    ],
    [
      "a calendar of another time zone",
      with_({ from: "2026-01-01", basis, calendar: "england-and-wales" }),
      /\/calendar: england-and-wales is of another time zone/,
    ],
  ])("is refused with %s, by the path of the fault", (_, file, fault) => {
    expect(fileFaults(file)).toEqual(expect.arrayContaining([expect.stringMatching(fault)]));
  });
});
