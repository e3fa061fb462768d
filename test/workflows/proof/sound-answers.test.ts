import { describe, expect, it } from "vitest";
import * as z from "zod";
import { labelled } from "../../../shared/permit/answers.ts";
import { fact } from "../../../shared/permit/condition.ts";
import { soundAnswers } from "../../../workflows/proof/sound-answers.ts";
import * as a from "../../builders/definition.ts";

const faultsOf = (answers: z.ZodObject) => soundAnswers(a.definition({ answers }));
const name = labelled(z.string(), { en: "Name" });

describe("the rule about the form", () => {
  it("finds nothing in a sound definition", () => {
    expect(soundAnswers(a.definition())).toEqual([]);
  });

  it("refuses a form that lets unknown members through", () => {
    expect(faultsOf(z.object({ name }))).toMatchObject([{ path: "answers" }]);
  });

  it("refuses an item of a list that lets unknown members through", () => {
    const list = labelled(z.array(labelled(z.object({ name }), { en: "Item" })), { en: "List" });
    expect(faultsOf(z.strictObject({ list }))).toMatchObject([{ path: "answers/list/0" }]);
  });

  it("refuses a field without a label", () => {
    expect(faultsOf(z.strictObject({ name: z.string() }))).toMatchObject([
      { path: "answers/name", fault: "the field has no label" },
    ]);
  });

  it("refuses an option without words", () => {
    const kind = labelled(
      z.enum(["inn", "bar"]),
      { en: "Kind" },
      { options: { inn: { en: "Inn" } } },
    );
    expect(faultsOf(z.strictObject({ kind }))).toMatchObject([
      { path: "answers/kind", fault: expect.stringContaining("bar") },
    ]);
  });

  it("accepts a field that is asked in some cases", () => {
    const conditionalFields = [
      { field: "/answers/note", askedIf: fact("/answers/kind").equals("bar") },
    ];
    expect(soundAnswers(a.definition({ conditionalFields }))).toEqual([]);
  });

  it("refuses to ask a required field in some cases", () => {
    const conditionalFields = [
      { field: "/answers/name", askedIf: fact("/answers/kind").equals("bar") },
    ];
    expect(soundAnswers(a.definition({ conditionalFields }))).toMatchObject([
      { path: "conditionalFields[0].field" },
    ]);
  });

  it("refuses to let a field depend on what a form does not know", () => {
    const conditionalFields = [
      { field: "/answers/note", askedIf: fact("/place/area").equals("urban") },
    ];
    expect(soundAnswers(a.definition({ conditionalFields }))).toMatchObject([
      { path: "conditionalFields[0].askedIf" },
    ]);
  });
});
