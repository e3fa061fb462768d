import { describe, expect, it } from "vitest";
import { all, any, fact, not } from "../../../shared/permit/condition.ts";
import { knownFacts } from "../../../workflows/proof/known-facts.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that conditions ask about facts that exist", () => {
  it("finds nothing in a sound definition", () => {
    expect(knownFacts(a.definition())).toEqual([]);
  });

  it("accepts a condition over fields, the applicant and the place", () => {
    expect(
      knownFacts(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              {
                when: all(
                  fact("/answers/rooms").atLeast(2),
                  any(
                    fact("/applicant/kind").equals("person"),
                    not(fact("/place/area").equals("urban")),
                  ),
                ),
                limit: { amount: 10, unit: "workingDays" },
              },
            ],
          },
        }),
      ),
    ).toEqual([]);
  });

  it("refuses an unknown field", () => {
    expect(
      knownFacts(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              {
                when: fact("/answers/colour").equals("red"),
                limit: { amount: 10, unit: "workingDays" },
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "clock.cases[0].when",
        fault: expect.stringContaining("no fact"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses an unknown fact deep inside a condition", () => {
    expect(
      knownFacts(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              {
                when: all(any(not(fact("/weather").isPresent()))),
                limit: { amount: 10, unit: "workingDays" },
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "clock.cases[0].when",
        fault: expect.stringContaining("no fact"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses an option that the field does not have", () => {
    expect(
      knownFacts(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              {
                when: fact("/answers/kind").oneOf("inn", "castle"),
                limit: { amount: 10, unit: "workingDays" },
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "clock.cases[0].when",
        fault: expect.stringContaining('never be "castle"'),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses an applicant who may not apply", () => {
    expect(
      knownFacts(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              {
                when: fact("/applicant/kind").equals("household"),
                limit: { amount: 10, unit: "workingDays" },
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "clock.cases[0].when",
        fault: expect.stringContaining('never be "household"'),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a comparison of a text with a number", () => {
    expect(
      knownFacts(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              { when: fact("/answers/name").equals(3), limit: { amount: 10, unit: "workingDays" } },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "clock.cases[0].when",
        fault: expect.stringContaining("never be 3"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses an ordering of what is no number", () => {
    expect(
      knownFacts(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              {
                when: fact("/answers/name").atLeast(3),
                limit: { amount: 10, unit: "workingDays" },
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "clock.cases[0].when",
        fault: expect.stringContaining("no number"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a condition on a document about nothing", () => {
    expect(
      knownFacts(
        a.definition({
          documents: [
            { ...a.definition().documents[0]!, requiredIf: fact("/answers/x").isPresent() },
          ],
        }),
      ),
    ).toEqual([
      {
        path: "documents[0].requiredIf",
        fault: expect.stringContaining("no fact"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a condition on a line of a tariff about nothing", () => {
    expect(
      knownFacts(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [
              {
                from: "2026-01-01",
                basis: a.A_BASIS,
                lines: [
                  { id: "x", title: { en: "X" }, amount: 1, when: fact("/answers/x").isPresent() },
                ],
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[0].lines[0].when",
        fault: expect.stringContaining("no fact"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("accepts the outcome of an earlier stage", () => {
    expect(
      knownFacts(
        a.definition({
          stages: [
            a.reception,
            { ...a.appraisal, when: fact("/stages/reception/outcome").equals("approved") },
            a.issue,
          ],
        }),
      ),
    ).toEqual([]);
  });

  it("refuses the outcome of a later stage", () => {
    expect(
      knownFacts(
        a.definition({
          stages: [
            a.reception,
            { ...a.appraisal, when: fact("/stages/signing/outcome").equals("approved") },
            a.signing,
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].when",
        fault: expect.stringContaining("at this point"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses the timing of a notice where none is asked", () => {
    expect(
      knownFacts(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              {
                when: fact("/notice/timing").equals("late"),
                limit: { amount: 10, unit: "workingDays" },
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "clock.cases[0].when",
        fault: expect.stringContaining("no fact"),
        remedy: expect.any(String),
      },
    ]);
  });
});
