import { describe, expect, it } from "vitest";
import { fact } from "../../../shared/permit/condition.ts";
import type { ConsultStage } from "../../../shared/permit/permit.ts";
import { statutoryLimit } from "../../../workflows/proof/statutory-limit.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that the stages keep within the law", () => {
  it("finds nothing in a sound definition", () => {
    expect(statutoryLimit(a.definition())).toEqual([]);
  });

  it("refuses stages that may take longer than the law gives", () => {
    expect(
      statutoryLimit(
        a.definition({
          clock: { ...a.definition().clock, limit: { amount: 4, unit: "workingDays" } },
        }),
      ),
    ).toEqual([
      {
        path: "clock.limit",
        fault: expect.stringContaining("5 working days"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("accepts stages that take exactly what the law gives", () => {
    expect(
      statutoryLimit(
        a.definition({
          clock: { ...a.definition().clock, limit: { amount: 5, unit: "workingDays" } },
        }),
      ),
    ).toEqual([]);
  });

  it("refuses stages that exceed the limit of one case", () => {
    expect(
      statutoryLimit(
        a.definition({
          clock: {
            ...a.definition().clock,
            cases: [
              {
                when: fact("/answers/kind").equals("inn"),
                limit: { amount: 3, unit: "workingDays" },
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "clock.cases[0].limit",
        fault: expect.stringContaining("5 working days"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("counts the payment where the clock runs on", () => {
    expect(
      statutoryLimit(a.definition({ clock: { ...a.definition().clock, onPayment: "run" } })),
    ).toEqual([
      {
        path: "clock.limit",
        fault: expect.stringContaining("16 working days"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("counts the longest of a group only", () => {
    expect(
      statutoryLimit(
        a.definition({
          stages: [
            a.reception,
            {
              kind: "parallel",
              id: "both",
              title: { en: "Both" },
              stages: [
                a.asked("police", { limit: { amount: 8, unit: "workingDays" } }) as ConsultStage,
                a.asked("health", { limit: { amount: 9, unit: "workingDays" } }) as ConsultStage,
              ],
            },
            a.issue,
          ],
        }),
      ),
    ).toEqual([]);
  });

  it("takes a week for five working days", () => {
    expect(
      statutoryLimit(
        a.definition({
          clock: { ...a.definition().clock, limit: { amount: 7, unit: "calendarDays" } },
        }),
      ),
    ).toEqual([]);
  });

  it("takes six days for four working days", () => {
    expect(
      statutoryLimit(
        a.definition({
          clock: { ...a.definition().clock, limit: { amount: 6, unit: "calendarDays" } },
        }),
      ),
    ).toEqual([
      {
        path: "clock.limit",
        fault: expect.stringContaining("gives 4"),
        remedy: expect.any(String),
      },
    ]);
  });
});
