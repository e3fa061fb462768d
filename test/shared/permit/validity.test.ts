import { describe, expect, it } from "vitest";
import type { Facts } from "../../../shared/permit/condition.ts";
import type { LicenceTemplate } from "../../../shared/permit/permit.ts";
import { ValidityError, validityOf } from "../../../shared/permit/validity.ts";
import * as a from "../../builders/definition.ts";

const permit = (licence: Partial<LicenceTemplate>) =>
  a.definition({
    licence: {
      ...a.licence,
      validity: { amount: 60, unit: "months", binds: "licence" },
      ...licence,
    },
  });
const facts = (answers: unknown): Facts => ({
  answers,
  applicant: { kind: "person" },
  place: { code: "a", area: "rural" },
});
const byYears = permit({ validityChosen: { years: "/answers/years" } });
const byDays = permit({ validityChosen: { firstDay: "/answers/from", lastDay: "/answers/to" } });

describe("the validity of a licence", () => {
  it("is the permit's own where nothing is chosen", () => {
    expect(validityOf(permit({}), facts({}))).toEqual({
      for: { amount: 60, unit: "months", binds: "licence" },
    });
  });

  it.each([1, 5])("is the %i years that were chosen", (years) => {
    expect(validityOf(byYears, facts({ years }))).toEqual({
      for: { amount: years * 12, unit: "months", binds: "licence" },
    });
  });

  it.each([0, 6, 1.5, "3", undefined])("is not %j years", (years) => {
    expect(() => validityOf(byYears, facts({ years }))).toThrow(ValidityError);
  });

  it("is the period that was chosen", () => {
    const period = { from: "2027-05-01", to: "2027-05-02" };
    expect(validityOf(byDays, facts(period))).toEqual({
      firstDay: "2027-05-01",
      lastDay: "2027-05-02",
    });
  });

  it.each([
    [{ from: "2027-05-02", to: "2027-05-01" }],
    [{ from: "2027-05-01" }],
    [{ from: "2027-02-30", to: "2027-05-01" }],
  ])("is not %j", (period) => {
    expect(() => validityOf(byDays, facts(period))).toThrow(ValidityError);
  });
});
