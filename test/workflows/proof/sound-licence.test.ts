import { describe, expect, it } from "vitest";
import { soundLicence } from "../../../workflows/proof/sound-licence.ts";
import * as a from "../../builders/definition.ts";

describe("the rule about the licence", () => {
  it("finds nothing in a sound definition", () => {
    expect(soundLicence(a.definition())).toEqual([]);
  });

  it("refuses a number that does not count", () => {
    expect(
      soundLicence(a.definition({ licence: { ...a.licence, number: "{agency}/{year}" } })),
    ).toEqual([
      {
        path: "licence.number",
        fault: expect.stringContaining("does not count"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses an unknown placeholder", () => {
    expect(
      soundLicence(a.definition({ licence: { ...a.licence, number: "{sequence:4}/{mayor}" } })),
    ).toEqual([
      {
        path: "licence.number",
        fault: expect.stringContaining("mayor"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a chosen validity that is no number", () => {
    expect(
      soundLicence(
        a.definition({ licence: { ...a.licence, validityChosen: { years: "/answers/name" } } }),
      ),
    ).toEqual([
      {
        path: "licence.validityChosen.years",
        fault: expect.stringContaining("no number"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("accepts a chosen validity in years", () => {
    expect(
      soundLicence(
        a.definition({ licence: { ...a.licence, validityChosen: { years: "/answers/rooms" } } }),
      ),
    ).toEqual([]);
  });

  it("refuses a last day that may be absent", () => {
    expect(
      soundLicence(
        a.definition({
          licence: {
            ...a.licence,
            validityChosen: { firstDay: "/answers/name", lastDay: "/answers/note" },
          },
        }),
      ),
    ).toEqual([
      {
        path: "licence.validityChosen.lastDay",
        fault: expect.stringContaining("always answered"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a window that closes before it opens", () => {
    expect(
      soundLicence(
        a.definition({
          licence: {
            ...a.licence,
            renewal: {
              from: { amount: 30, unit: "calendarDays" },
              until: { amount: 6, unit: "months" },
            },
          },
        }),
      ),
    ).toEqual([
      {
        path: "licence.renewal",
        fault: expect.stringContaining("closes before"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a renewal window that is counted by holidays of years to come", () => {
    const window = {
      from: { amount: 60, unit: "workingDays" },
      until: { amount: 240, unit: "workingHours" },
    } as const;
    const faults = soundLicence(a.definition({ licence: { ...a.licence, renewal: window } }));
    expect(faults.map(({ path }) => path)).toEqual([
      "licence.renewal.from.unit",
      "licence.renewal.until.unit",
    ]);
  });

  it("refuses a licence that says to nobody that it is theirs", () => {
    const claims = a.licence.claims.map((claim) => ({ ...claim, id: "owner" }));
    expect(soundLicence(a.definition({ licence: { ...a.licence, claims } }))).toEqual([
      {
        path: "licence.claims",
        fault: expect.stringContaining("who holds"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a holder who is no name", () => {
    const claims = a.licence.claims.map((claim) => ({ ...claim, value: "/answers/rooms" }));
    expect(soundLicence(a.definition({ licence: { ...a.licence, claims } }))).toEqual([
      {
        path: "licence.claims[0].value",
        fault: expect.stringContaining("no text"),
        remedy: expect.any(String),
      },
    ]);
  });
});
