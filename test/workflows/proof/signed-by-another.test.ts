import { describe, expect, it } from "vitest";
import { signedByAnother } from "../../../workflows/proof/signed-by-another.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that who signs has not decided before", () => {
  it("finds nothing in a sound definition", () => {
    expect(signedByAnother(a.definition())).toEqual([]);
  });

  it("refuses a role that signs what it decided", () => {
    expect(
      signedByAnother(
        a.definition({
          stages: [a.reception, { ...a.appraisal, role: "leader" }, a.signing, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[2].role",
        fault: expect.stringContaining("decided itself"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("accepts the same role at another level", () => {
    expect(
      signedByAnother(
        a.definition({
          stages: [
            a.reception,
            { ...a.appraisal, role: "leader", level: "province" },
            a.signing,
            a.issue,
          ],
        }),
      ),
    ).toEqual([]);
  });
});
