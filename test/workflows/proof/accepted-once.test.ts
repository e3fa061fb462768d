import { describe, expect, it } from "vitest";
import { fact } from "../../../shared/permit/condition.ts";
import { acceptedOnce } from "../../../workflows/proof/accepted-once.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that a file is accepted once", () => {
  it("finds nothing in a sound definition", () => {
    expect(acceptedOnce(a.definition())).toEqual([]);
  });

  it("refuses a definition in which nothing starts the clock", () => {
    expect(
      acceptedOnce(
        a.definition({ stages: [{ ...a.reception, accepts: false }, a.fee, a.signing, a.issue] }),
      ),
    ).toEqual([
      {
        path: "stages",
        fault: expect.stringContaining("never starts"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a second stage that accepts", () => {
    expect(
      acceptedOnce(
        a.definition({
          stages: [a.reception, { ...a.appraisal, accepts: true }, a.fee, a.signing, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].accepts",
        fault: expect.stringContaining("already"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses acceptance inside a group", () => {
    expect(
      acceptedOnce(
        a.definition({
          stages: [
            {
              kind: "parallel",
              id: "both",
              title: { en: "Both" },
              stages: [a.reception, a.appraisal],
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[0].stages[0].accepts",
        fault: expect.stringContaining("side by side"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses acceptance under a condition", () => {
    expect(
      acceptedOnce(
        a.definition({
          stages: [{ ...a.reception, when: fact("/answers/kind").equals("inn") }, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[0].when",
        fault: expect.stringContaining("never starts"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a stage that takes time before acceptance", () => {
    expect(
      acceptedOnce(a.definition({ stages: [a.appraisal, a.reception, a.signing, a.issue] })),
    ).toEqual([
      {
        path: "stages[0]",
        fault: expect.stringContaining("before the clock"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("lets the applicant pay before acceptance", () => {
    expect(
      acceptedOnce(a.definition({ stages: [a.fee, a.reception, a.signing, a.issue] })),
    ).toEqual([]);
  });
});
