import { describe, expect, it } from "vitest";
import { parseDay } from "../../../shared/calendar/day.ts";
import type { Facts } from "../../../shared/permit/condition.ts";
import type { LicenceTemplate } from "../../../shared/permit/permit.ts";
import { ValidityError, validityFaults, validityOf } from "../../../shared/permit/validity.ts";
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

describe("the choice of a validity is refused", () => {
  const TODAY = parseDay("2027-01-01");
  const chosen = { firstDay: "/answers/from", lastDay: "/answers/to" };
  const byWeek = permit({
    validity: { amount: 7, unit: "calendarDays", binds: "licence" },
    validityChosen: chosen,
  });
  const byMonth = permit({
    validity: { amount: 1, unit: "months", binds: "licence" },
    validityChosen: chosen,
  });

  it.each([
    [
      "from its last day to its first",
      byWeek,
      { from: "2027-05-02", to: "2027-05-01" },
      "no-validity",
    ],
    ["a day longer than the longest", byWeek, { from: "2027-05-01", to: "2027-05-09" }, "too-long"],
    ["a day longer than a month", byMonth, { from: "2027-01-31", to: "2027-03-01" }, "too-long"],
    ["of days that are over", byWeek, { from: "2026-12-30", to: "2026-12-31" }, "past"],
    ["of too many years", byYears, { years: 6 }, "no-validity"],
  ])("%s", (_, definition, answers, code) => {
    const pointer = "years" in answers ? "/answers/years" : "/answers/to";
    expect(validityFaults(definition, facts(answers), TODAY)).toMatchObject([{ pointer, code }]);
  });

  it.each([
    ["the longest", byWeek, { from: "2027-05-01", to: "2027-05-08" }],
    ["a whole month", byMonth, { from: "2027-01-31", to: "2027-02-28" }],
    ["today", byWeek, { from: "2027-01-01", to: "2027-01-01" }],
    ["five years", byYears, { years: 5 }],
    ["what is not chosen", permit({}), {}],
  ])("not where it is %s", (_, definition, answers) => {
    expect(validityFaults(definition, facts(answers), TODAY)).toEqual([]);
  });

  it("not for being over, once the file was handed in", () => {
    const over = { from: "2026-12-30", to: "2026-12-31" };
    expect(validityFaults(byWeek, facts(over), undefined)).toEqual([]);
  });
});
