import { describe, expect, it } from "vitest";
import { knownRoles } from "../../../workflows/proof/known-roles.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that whoever acts is known", () => {
  it("finds nothing in a sound definition", () => {
    expect(knownRoles(a.definition())).toEqual([]);
  });

  it("refuses an unknown role", () => {
    expect(
      knownRoles(
        a.definition({ stages: [a.reception, { ...a.appraisal, role: "apprasier" }, a.issue] }),
      ),
    ).toEqual([
      {
        path: "stages[1].role",
        fault: expect.stringContaining("apprasier"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a stage without a level", () => {
    expect(
      knownRoles(a.definition({ stages: [a.reception, { ...a.appraisal, level: "" }, a.issue] })),
    ).toEqual([
      {
        path: "stages[1].level",
        fault: expect.stringContaining("no level"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses to part a stage from one that does not come before", () => {
    expect(
      knownRoles(
        a.definition({
          stages: [a.reception, { ...a.appraisal, apartFrom: ["signing"] }, a.signing, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].apartFrom[0]",
        fault: expect.stringContaining("signing"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses to part a stage from a payment", () => {
    expect(
      knownRoles(
        a.definition({
          stages: [a.reception, a.fee, { ...a.appraisal, apartFrom: ["fee"] }, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[2].apartFrom[0]",
        fault: expect.stringContaining("fee"),
        remedy: expect.any(String),
      },
    ]);
  });
});
