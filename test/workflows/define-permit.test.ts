import { describe, expect, it } from "vitest";
import { definePermit, PermitDefinitionError } from "../../workflows/define-permit.ts";
import * as a from "../builders/definition.ts";

const thrownBy = (work: () => unknown): PermitDefinitionError => {
  try {
    work();
  } catch (error) {
    if (error instanceof PermitDefinitionError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
};

describe("definePermit", () => {
  it("accepts a sound definition and marks it as proven", () => {
    expect(definePermit(a.definition())).toMatchObject({ id: "inn", proven: true });
  });

  it("names every fault of a definition at once, with its place and its remedy", () => {
    const stages = [a.reception, { ...a.appraisal, role: "nobody" }, a.issue];
    const { message, faults } = thrownBy(() => definePermit(a.definition({ stages })));
    expect(faults.map(({ path }) => path)).toEqual(["fee", "stages[1].role"]);
    expect(message.split("\n")).toEqual([
      "The permit inn, version 1, cannot be accepted:",
      "  fee: there is a fee, and no stage in which it is paid. Add a stage of kind pay before the issue stage, or remove the fee.",
      `  stages[1].role: "nobody" is not one of the permit's roles. Name one of: clerk, appraiser, expert, leader; or add it to roles.`,
    ]);
  });
});
