import { describe, expect, it } from "vitest";
import {
  type AuthorityFile,
  authorityFaults,
  authoritySchema,
  unitFor,
} from "../../../shared/authority/authority.ts";

const file = (changes: Partial<AuthorityFile> = {}): AuthorityFile => ({
  id: "province",
  title: { en: "Province" },
  language: "vi",
  currency: "VND",
  issuer: "https://province.example",
  calendar: "viet-nam",
  dossierPattern: "{agency}-{yymmdd}-{sequence:4}",
  places: [
    { code: "province", title: { en: "Province" }, level: "province", area: "urban" },
    { code: "town", title: { en: "Town" }, level: "commune", area: "urban", within: "province" },
    { code: "ward", title: { en: "Ward" }, level: "ward", area: "urban", within: "town" },
  ],
  units: [
    {
      id: "department",
      title: { en: "D" },
      place: "province",
      level: "province",
      agencyCode: "H1",
    },
    { id: "town-hall", title: { en: "T" }, place: "town", level: "commune", agencyCode: "H2" },
  ],
  appointments: [],
  ...changes,
});

describe("the unit that acts", () => {
  it("is the place's own, or the nearest above it at that level", () => {
    const found = (place: string, level: string) =>
      unitFor(file(), place, { level, role: "any" })?.id;
    expect(found("town", "commune")).toBe("town-hall");
    expect(found("ward", "commune")).toBe("town-hall");
    expect(found("ward", "province")).toBe("department");
  });

  it("is nobody where the level lies below the place, or the place is not known", () => {
    expect(unitFor(file(), "province", { level: "commune", role: "any" })).toBeUndefined();
    expect(unitFor(file(), "moon", { level: "commune", role: "any" })).toBeUndefined();
  });
});

describe("an authority's file", () => {
  it("has no faults where every name stands for something", () => {
    expect(authorityFaults(authoritySchema.parse(file()))).toEqual([]);
  });

  const [province, town, ward] = file().places;
  const [department, townHall] = file().units;
  const row = {
    id: "a",
    person: "p",
    name: "P",
    unit: "moon",
    role: "clerk",
    from: "2026-01-01T00:00:00Z",
  };
  it.each<[string, Partial<AuthorityFile>, string]>([
    [
      "a place within one that is not there",
      { places: [province!, { ...town!, within: "moon" }] },
      "/places/1/within",
    ],
    [
      "places in a circle",
      { places: [{ ...province!, within: "ward" }, town!, ward!] },
      "/places/0/within",
    ],
    ["one place twice", { places: [province!, town!, ward!, town!] }, "/places/3"],
    ["one unit twice", { units: [department!, townHall!, townHall!] }, "/units/2"],
    [
      "a unit at a place that is not there",
      { units: [{ ...department!, place: "moon" }] },
      "/units/0/place",
    ],
    ["an officer of a unit that is not there", { appointments: [row] }, "/appointments/0/unit"],
    [
      "an appointment that ends before it begins",
      { appointments: [{ ...row, unit: "town-hall", to: "2025-12-31T23:59:59Z" }] },
      "/appointments/0/to",
    ],
  ])("is refused with %s, by the path of the fault", (_, changes, path) => {
    expect(authorityFaults(file(changes)).some((fault) => fault.startsWith(`${path}:`))).toBe(true);
  });

  it.each<[string, object]>([
    ["an issuer that is no https address", { issuer: "http://province.example" }],
    ["dossiers without a sequence", { dossierPattern: "{agency}" }],
    ["a member that nobody knows", { motto: "x" }],
  ])("is not one with %s", (_, changes) => {
    expect(authoritySchema.safeParse({ ...file(), ...changes }).success).toBe(false);
  });
});
