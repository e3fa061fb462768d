import { describe, expect, it } from "vitest";
import * as z from "zod";
import { labelled } from "../../../shared/permit/answers.ts";
import { retailLiquorV1 } from "../../../workflows/permits/retail-liquor/v1.ts";
import { saidInEveryLanguage } from "../../../workflows/proof/said-in-every-language.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that everything is said in the title's languages", () => {
  it("asks for nothing beyond the languages of the title", () => {
    expect(saidInEveryLanguage(a.definition())).toEqual([]);
  });

  it("refuses a stage without the second language", () => {
    const stages = [{ ...a.reception, title: { en: "Reception" } }];
    const faults = saidInEveryLanguage({ ...retailLiquorV1, stages });
    expect(faults.map(({ path }) => path)).toContain("stages[0].title");
  });

  it("refuses a label without the second language", () => {
    const answers = z.strictObject({ name: labelled(z.string(), { en: "Name" }) });
    expect(saidInEveryLanguage({ ...retailLiquorV1, answers })).toMatchObject([
      { path: "answers/name.label" },
    ]);
  });

  it("refuses a text that says nothing", () => {
    expect(saidInEveryLanguage(a.definition({ summary: { en: " " } }))).toMatchObject([
      { path: "summary" },
    ]);
  });
});
