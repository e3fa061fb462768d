import { describe, expect, it } from "vitest";
import { wellFormedIds } from "../../../workflows/proof/well-formed-ids.ts";
import * as a from "../../builders/definition.ts";

describe("the rule about the form of ids", () => {
  it("finds nothing in a sound definition", () => {
    expect(wellFormedIds(a.definition())).toEqual([]);
  });

  it("refuses the id Reception", () => {
    expect(
      wellFormedIds(a.definition({ stages: [{ ...a.reception, id: "Reception" }, a.issue] })),
    ).toEqual([
      { path: "stages[0].id", fault: expect.stringContaining("slug"), remedy: expect.any(String) },
    ]);
  });

  it("refuses the id a_b", () => {
    expect(
      wellFormedIds(a.definition({ stages: [{ ...a.reception, id: "a_b" }, a.issue] })),
    ).toEqual([
      { path: "stages[0].id", fault: expect.stringContaining("slug"), remedy: expect.any(String) },
    ]);
  });

  it("refuses the id 1st", () => {
    expect(
      wellFormedIds(a.definition({ stages: [{ ...a.reception, id: "1st" }, a.issue] })),
    ).toEqual([
      { path: "stages[0].id", fault: expect.stringContaining("slug"), remedy: expect.any(String) },
    ]);
  });

  it("refuses the id ", () => {
    expect(wellFormedIds(a.definition({ stages: [{ ...a.reception, id: "" }, a.issue] }))).toEqual([
      { path: "stages[0].id", fault: expect.stringContaining("slug"), remedy: expect.any(String) },
    ]);
  });

  it("refuses the id aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", () => {
    expect(
      wellFormedIds(
        a.definition({
          stages: [
            { ...a.reception, id: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      { path: "stages[0].id", fault: expect.stringContaining("slug"), remedy: expect.any(String) },
    ]);
  });

  it("keeps closed for the platform", () => {
    expect(
      wellFormedIds(a.definition({ stages: [{ ...a.reception, id: "closed" }, a.issue] })),
    ).toEqual([
      { path: "stages[0].id", fault: expect.stringContaining("keeps"), remedy: expect.any(String) },
    ]);
  });

  it("keeps reception-supplement for the platform", () => {
    expect(
      wellFormedIds(
        a.definition({ stages: [{ ...a.reception, id: "reception-supplement" }, a.issue] }),
      ),
    ).toEqual([
      { path: "stages[0].id", fault: expect.stringContaining("keeps"), remedy: expect.any(String) },
    ]);
  });

  it("refuses version 0", () => {
    expect(wellFormedIds(a.definition({ version: 0 }))).toEqual([
      {
        path: "version",
        fault: expect.stringContaining("not a version"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a permit without stages", () => {
    expect(wellFormedIds(a.definition({ stages: [] }))).toEqual([
      { path: "stages", fault: expect.stringContaining("none"), remedy: expect.any(String) },
    ]);
  });
});
