import { describe, expect, it } from "vitest";
import { issueIsLast } from "../../../workflows/proof/issue-is-last.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that the licence is issued once and last", () => {
  it("finds nothing in a sound definition", () => {
    expect(issueIsLast(a.definition())).toEqual([]);
  });

  it("refuses a definition whose last stage leads nowhere", () => {
    expect(issueIsLast(a.definition({ stages: [a.reception, a.fee] }))).toEqual([
      { path: "stages[1]", fault: expect.stringContaining("dead end"), remedy: expect.any(String) },
    ]);
  });

  it("refuses a stage after the issue as unreachable", () => {
    expect(issueIsLast(a.definition({ stages: [a.reception, a.issue, a.appraisal] }))).toEqual([
      {
        path: "stages[2]",
        fault: expect.stringContaining("never reached"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a second issue", () => {
    expect(
      issueIsLast(a.definition({ stages: [a.reception, a.issue, { ...a.issue, id: "again" }] })),
    ).toEqual([
      {
        path: "stages[2]",
        fault: expect.stringContaining("never reached"),
        remedy: expect.any(String),
      },
    ]);
  });
});
