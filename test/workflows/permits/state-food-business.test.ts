import { describe, expect, it } from "vitest";
import { type Facts, holds } from "../../../shared/permit/condition.ts";
import { feeFor } from "../../../shared/permit/fee.ts";
import type { HearStage, InspectStage } from "../../../shared/permit/permit.ts";
import { findStage, outcomesOf } from "../../../shared/permit/stages.ts";
import { validityOf } from "../../../shared/permit/validity.ts";
import { stateFoodBusinessV1 as permit } from "../../../workflows/permits/state-food-business/v1.ts";

const facts = (business: string, years: number, more: Partial<Facts> = {}): Facts => ({
  answers: { business, years },
  applicant: { kind: "organisation" },
  place: { code: "chennai", area: "urban" },
  ...more,
});
const inspection = findStage(permit, "inspection") as InspectStage;
const hearing = findStage(permit, "hearing") as HearStage;

describe("a State food business licence", () => {
  it.each([
    ["food-service", 1, 200_000],
    ["small-manufacturer", 2, 600_000],
    ["large-manufacturer", 5, 2_500_000],
    ["hotel", 3, 1_500_000],
  ])("costs by the year: %s for %i", (business, years, total) => {
    expect(feeFor(permit, facts(business, years), "2026-11-23")).toMatchObject({
      currency: "INR",
      total,
    });
  });

  it("costs a hundred rupees more for each day that its renewal is late", () => {
    const late = facts("other", 1, { renewal: { daysLate: 12 } });
    expect(feeFor(permit, late, "2026-11-23").total).toBe(200_000 + 12 * 10_000);
    expect(
      feeFor(permit, facts("other", 1, { renewal: { daysLate: 0 } }), "2026-11-23").total,
    ).toBe(200_000);
  });

  it("is valid for the years that were asked and paid for", () => {
    expect(validityOf(permit, facts("other", 3))).toEqual({
      for: { amount: 36, unit: "months", binds: "licence" },
    });
  });

  it("is not refused by findings, but by the hearing of them alone", () => {
    const objected = facts("other", 1, { stages: { inspection: { outcome: "objected" } } });
    expect(holds(inspection.objectionRefusesIf!, objected)).toBe(false);
    expect(holds(hearing.when!, objected)).toBe(true);
    expect(
      holds(hearing.when!, facts("other", 1, { stages: { inspection: { outcome: "approved" } } })),
    ).toBe(false);
    expect(outcomesOf(permit, "grant")).toEqual(["Approved", "Withdrawn"]);
  });

  it("leaves the applicant free to begin when two months have passed", () => {
    expect(permit.clock).toMatchObject({
      limit: { amount: 2, unit: "months" },
      onDeadline: "mayProceed",
    });
  });
});
