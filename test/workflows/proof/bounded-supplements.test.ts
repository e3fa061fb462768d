import { describe, expect, it } from "vitest";
import { boundedSupplements } from "../../../workflows/proof/bounded-supplements.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that the loop through the applicant ends", () => {
  it("finds nothing in a sound definition", () => {
    expect(boundedSupplements(a.definition())).toEqual([]);
  });

  it("refuses 0 rounds", () => {
    expect(
      boundedSupplements(
        a.definition({
          stages: [
            {
              ...a.reception,
              supplement: {
                rounds: 0,
                limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
              },
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[0].supplement.rounds",
        fault: expect.stringContaining("never be decided"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses 1.5 rounds", () => {
    expect(
      boundedSupplements(
        a.definition({
          stages: [
            {
              ...a.reception,
              supplement: {
                rounds: 1.5,
                limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
              },
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[0].supplement.rounds",
        fault: expect.stringContaining("never be decided"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses 6 rounds", () => {
    expect(
      boundedSupplements(
        a.definition({
          stages: [
            {
              ...a.reception,
              supplement: {
                rounds: 6,
                limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
              },
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[0].supplement.rounds",
        fault: expect.stringContaining("never be decided"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses Number.POSITIVE_INFINITY rounds", () => {
    expect(
      boundedSupplements(
        a.definition({
          stages: [
            {
              ...a.reception,
              supplement: {
                rounds: Number.POSITIVE_INFINITY,
                limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
              },
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[0].supplement.rounds",
        fault: expect.stringContaining("never be decided"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("lets it be asked once", () => {
    expect(
      boundedSupplements(
        a.definition({
          stages: [
            {
              ...a.reception,
              supplement: {
                rounds: 1,
                limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
              },
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([]);
  });
});
