import { describe, expect, it } from "vitest";
import { type Facts, holds } from "../../../shared/permit/condition.ts";
import { requiredDocuments } from "../../../shared/permit/documents.ts";
import { feeFor } from "../../../shared/permit/fee.ts";
import { findStage, ON_DEADLINE, onDeadlineOf, outcomesOf } from "../../../shared/permit/stages.ts";
import { houseConstructionV1 as permit } from "../../../workflows/permits/house-construction/v1.ts";

interface Case {
  readonly request?: string;
  readonly work?: string;
  readonly fireReview?: boolean;
  readonly site?: { readonly adjoining?: boolean; readonly heritage?: boolean };
}
const facts = ({
  request = "new",
  work = "house",
  fireReview = false,
  site = {},
}: Case = {}): Facts => ({
  answers: {
    request,
    work,
    fireReview,
    designVerification: false,
    site: { adjoining: false, heritage: false, ...site },
  },
  applicant: { kind: "person" },
  place: { code: "a", area: "rural" },
});
const documents = (one: Case) => requiredDocuments(permit, facts(one)).map(({ id }) => id);
const opened = (one: Case) =>
  ["site-check", "fire-safety", "culture", "infrastructure"].filter((id) => {
    const stage = findStage(permit, id);
    return stage && "when" in stage && stage.when && holds(stage.when, facts(one));
  });
const days = (one: Case) =>
  permit.clock.cases?.find(({ when }) => holds(when, facts(one)))?.limit ?? permit.clock.limit;

describe("a house construction permit", () => {
  it.each([
    [{ request: "new", work: "house" }, 7],
    [{ request: "new", work: "class-three" }, 10],
    [{ request: "adjusted", work: "house" }, 9],
    [{ request: "reissued", work: "house" }, 5],
  ])("is decided for %j within %i working days", (one, amount) => {
    expect(days(one)).toEqual({ amount, unit: "workingDays" });
  });

  it("costs more for another work than for a house", () => {
    expect(feeFor(permit, facts(), "2026-11-23").total).toBe(75_000);
    expect(feeFor(permit, facts({ work: "class-four" }), "2026-11-23").total).toBe(150_000);
  });

  it("asks the units that the work concerns, and none for a permit issued again", () => {
    expect(opened({})).toEqual(["site-check", "infrastructure"]);
    expect(opened({ fireReview: true, site: { heritage: true } })).toEqual([
      "site-check",
      "fire-safety",
      "culture",
      "infrastructure",
    ]);
    expect(opened({ request: "reissued", fireReview: true })).toEqual([]);
  });

  it("asks for the documents that the work needs", () => {
    const always = ["land-paper", "site-plan", "floor-plans", "foundation-and-utilities"];
    expect(documents({})).toEqual(always);
    expect(documents({ site: { adjoining: true } })).toEqual([...always, "neighbour-safety"]);
    expect(documents({ request: "adjusted" })).toEqual([...always, "earlier-permit"]);
    expect(documents({ request: "reissued" })).toEqual([]);
  });

  it("takes silence of a consulted unit for consent", () => {
    const unit = findStage(permit, "fire-safety");
    expect(unit?.kind === "consult" && ON_DEADLINE[onDeadlineOf(unit)].recorded).toBe(
      "deemedConsent",
    );
  });

  it("returns to the officer what the applicant did not supplement", () => {
    expect(findStage(permit, "appraisal-supplement")).toMatchObject({
      rounds: 1,
      onDeadline: "return",
    });
    expect(outcomesOf(permit, "appraisal-supplement")).toEqual(["Approved", "Withdrawn"]);
  });
});
