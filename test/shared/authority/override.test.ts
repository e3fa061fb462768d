import { describe, expect, it } from "vitest";
import { assess } from "../../../shared/application/assessment.ts";
import {
  grants,
  type Override,
  otherCalendars,
  overrideOn,
} from "../../../shared/authority/override.ts";
import { facts, MONDAY_NINE, rules } from "../../builders/application.ts";

const basis = { act: { en: "A decision" } };
const first: Override = {
  from: "2026-07-01",
  to: "2026-10-05",
  basis,
  limit: { amount: 8, unit: "workingDays" },
};
const second: Override = {
  from: "2026-10-06",
  basis,
  fee: [{ id: "one", title: { en: "One" }, amount: 1000 }],
  calendar: "moon",
};
const authority = {
  ...rules.authority,
  permits: [{ permit: "retail-liquor", overrides: [first, second] }],
};
const DAY = 86_400_000;

describe("an authority's override", () => {
  it("holds from its first day to its last, both inclusive", () => {
    const on = (day: string) => overrideOn(authority, "retail-liquor", day);
    expect(on("2026-06-30")).toBeUndefined();
    expect([on("2026-07-01"), on("2026-10-05")]).toEqual([first, first]);
    expect([on("2026-10-06"), on("2030-01-01")]).toEqual([second, second]);
    expect(overrideOn(authority, "house-construction", "2026-08-01")).toBeUndefined();
  });

  it("is resolved by the day of submission, with what the permit says of all else", () => {
    const assessed = (at: number) => assess({ ...rules, authority }, facts, at);
    expect(assessed(MONDAY_NINE)).toEqual({
      fee: { amount: 400_000, currency: "VND" },
      limit: { amount: 8, unit: "workingDays" },
      limitBasis: basis,
    });
    expect(assessed(MONDAY_NINE + DAY)).toEqual({
      fee: { amount: 1000, currency: "VND" },
      limit: { amount: 10, unit: "workingDays" },
    });
  });

  it("names the calendars that must be stored beside the authority's own", () => {
    expect(otherCalendars(authority)).toEqual(["moon"]);
    expect(otherCalendars({ ...authority, calendar: "moon" })).toEqual([]);
  });
});

describe("what an authority grants", () => {
  it("is what its list says and the permit's, every one where there is none", () => {
    const liquor = { id: "retail-liquor" };
    expect(grants(authority, liquor)).toBe(true);
    expect(grants(authority, { id: "fishing" })).toBe(false);
    expect(grants(rules.authority.permits ? { id: "any" } : rules.authority, liquor)).toBe(true);
    expect(grants(authority, { ...liquor, authorities: ["vn-hue"] })).toBe(false);
  });
});
