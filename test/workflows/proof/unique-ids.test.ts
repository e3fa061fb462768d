import { describe, expect, it } from "vitest";
import { uniqueIds } from "../../../workflows/proof/unique-ids.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that ids are unique", () => {
  it("finds nothing in a sound definition", () => {
    expect(uniqueIds(a.definition())).toEqual([]);
  });

  it("refuses two stages of one id", () => {
    expect(
      uniqueIds(
        a.definition({ stages: [a.reception, { ...a.appraisal, id: "reception" }, a.issue] }),
      ),
    ).toEqual([
      {
        path: "stages[1].id",
        fault: expect.stringContaining("reception"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses two documents of one id", () => {
    expect(
      uniqueIds(
        a.definition({ documents: [a.definition().documents[0]!, a.definition().documents[0]!] }),
      ),
    ).toEqual([
      {
        path: "documents[1].id",
        fault: expect.stringContaining("plan"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses two claims with one key", () => {
    expect(
      uniqueIds(
        a.definition({
          licence: {
            ...a.licence,
            claims: [a.licence.claims[0]!, { ...a.licence.claims[0]!, id: "other" }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "licence.claims[1].cwtKey",
        fault: expect.stringContaining("4"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses two refusals of one code", () => {
    expect(
      uniqueIds(
        a.definition({ stages: [{ ...a.reception, refusals: [a.A_REASON, a.A_REASON] }, a.issue] }),
      ),
    ).toEqual([
      {
        path: "stages[0].refusals[1].code",
        fault: expect.stringContaining("unfit"),
        remedy: expect.any(String),
      },
    ]);
  });
});
