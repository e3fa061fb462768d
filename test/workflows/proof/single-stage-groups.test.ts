import { describe, expect, it } from "vitest";
import type { ParallelGroup } from "../../../shared/permit/permit.ts";
import { singleStageGroups } from "../../../workflows/proof/single-stage-groups.ts";
import * as a from "../../builders/definition.ts";

const withGroup = (...stages: readonly unknown[]) => {
  const group = { kind: "parallel", id: "both", title: { en: "Both" }, stages } as ParallelGroup;
  return a.definition({ stages: [a.reception, group, a.signing, a.issue] });
};

describe("the rule about parallel groups", () => {
  it("accepts two consulted units", () => {
    expect(singleStageGroups(withGroup(a.asked("police"), a.asked("health")))).toEqual([]);
  });

  it.each([
    ["a signature", a.signing],
    ["a payment", a.fee],
    ["the issue", a.issue],
  ])("refuses %s in a group", (_, stage) => {
    const [fault] = singleStageGroups(withGroup(a.asked("police"), stage));
    expect(fault).toMatchObject({ path: "stages[1].stages[1].kind" });
  });

  it("refuses a group in a group", () => {
    const inner = { kind: "parallel", id: "inner", title: { en: "Inner" }, stages: [] };
    expect(singleStageGroups(withGroup(a.asked("police"), inner))).toMatchObject([
      { path: "stages[1].stages[1].kind" },
    ]);
  });

  it("refuses a supplement request in a group", () => {
    const asking = {
      ...a.appraisal,
      supplement: { rounds: 1, limit: { amount: 15, unit: "calendarDays" } },
    };
    expect(singleStageGroups(withGroup(a.asked("police"), asking))).toMatchObject([
      { path: "stages[1].stages[1].supplement" },
    ]);
  });

  it.each([
    ["nothing", []],
    ["one stage", [a.asked("police")]],
  ])("refuses a group of %s", (_, stages) => {
    expect(singleStageGroups(withGroup(...stages))).toMatchObject([{ path: "stages[1].stages" }]);
  });
});
