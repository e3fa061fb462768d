import { describe, expect, it } from "vitest";
import { all, any, fact, not } from "../../../shared/permit/condition.ts";
import { reachableStages } from "../../../workflows/proof/reachable-stages.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that every stage can happen", () => {
  it("finds nothing in a sound definition", () => {
    expect(reachableStages(a.definition())).toEqual([]);
  });

  it("refuses a condition that contradicts itself", () => {
    expect(
      reachableStages(
        a.definition({
          stages: [
            a.reception,
            {
              ...a.appraisal,
              when: all(fact("/answers/kind").equals("inn"), fact("/answers/kind").equals("bar")),
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].when",
        fault: expect.stringContaining("never reached"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a condition that covers no number", () => {
    expect(
      reachableStages(
        a.definition({
          stages: [
            a.reception,
            {
              ...a.appraisal,
              when: all(fact("/answers/rooms").atLeast(5), fact("/answers/rooms").below(5)),
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].when",
        fault: expect.stringContaining("never reached"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a choice among nothing", () => {
    expect(
      reachableStages(
        a.definition({ stages: [a.reception, { ...a.appraisal, when: any() }, a.issue] }),
      ),
    ).toEqual([
      {
        path: "stages[1].when",
        fault: expect.stringContaining("never reached"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses to wait for the absence of a required field", () => {
    expect(
      reachableStages(
        a.definition({
          stages: [
            a.reception,
            { ...a.appraisal, when: fact("/answers/name").isAbsent() },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].when",
        fault: expect.stringContaining("never reached"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("accepts the absence of an optional field", () => {
    expect(
      reachableStages(
        a.definition({
          stages: [
            a.reception,
            { ...a.appraisal, when: fact("/answers/note").isAbsent() },
            a.issue,
          ],
        }),
      ),
    ).toEqual([]);
  });

  it("accepts a range of numbers", () => {
    expect(
      reachableStages(
        a.definition({
          stages: [
            a.reception,
            {
              ...a.appraisal,
              when: all(fact("/answers/rooms").atLeast(5), fact("/answers/rooms").below(6)),
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([]);
  });

  it("accepts the opposite of one value", () => {
    expect(
      reachableStages(
        a.definition({
          stages: [
            a.reception,
            { ...a.appraisal, when: not(fact("/answers/name").equals("x")) },
            a.issue,
          ],
        }),
      ),
    ).toEqual([]);
  });
});
