import { describe, expect, it } from "vitest";
import type { ParallelGroup, ReviewStage } from "../../../shared/permit/permit.ts";
import {
  acceptingStage,
  apartFrom,
  findStage,
  groupOf,
  nextOf,
  onDeadlineOf,
  outcomesOf,
  previousOf,
  stagesBefore,
  stagesOf,
} from "../../../shared/permit/stages.ts";
import * as a from "../../builders/definition.ts";

const reception: ReviewStage = {
  ...a.reception,
  supplement: { rounds: 1, limit: { amount: 15, unit: "calendarDays", binds: "applicant" } },
};
const both = {
  kind: "parallel",
  id: "both",
  title: { en: "Both" },
  stages: [a.asked("police", { onDeadline: "deemedConsent" }), a.asked("health", { refusals: [] })],
} as ParallelGroup;
const permit = a.definition({ stages: [reception, a.fee, both, a.appraisal, a.signing, a.issue] });
const ids = (stages: readonly { readonly id: string }[]) => stages.map(({ id }) => id);

describe("the stages of a permit", () => {
  it("stand in order, a group's one after the other", () => {
    expect(ids(stagesOf(permit))).toEqual([
      "reception",
      "fee",
      "police",
      "health",
      "appraisal",
      "signing",
      "issue",
    ]);
  });

  it("are found by their id, in a group too", () => {
    expect(findStage(permit, "health")?.kind).toBe("consult");
    expect(findStage(permit, "nothing")).toBeUndefined();
  });

  it("have a derived stage where a supplement may be asked", () => {
    expect(findStage(permit, "reception-supplement")).toMatchObject({
      kind: "supplement",
      of: "reception",
      rounds: 1,
      onDeadline: "lapse",
      title: { en: "Supplement: Reception" },
    });
    expect(findStage(permit, "appraisal-supplement")).toBeUndefined();
  });

  it("know their neighbours on the straight line, a group as one", () => {
    expect(nextOf(permit, "fee")?.id).toBe("both");
    expect(nextOf(permit, "police")?.id).toBe("appraisal");
    expect(previousOf(permit, "appraisal")?.id).toBe("both");
    expect(previousOf(permit, "reception")).toBeUndefined();
    expect(nextOf(permit, "issue")).toBeUndefined();
    expect(nextOf(permit, "nothing")).toBeUndefined();
  });

  it("place a supplement stage where the stage that asks stands", () => {
    expect(nextOf(permit, "reception-supplement")?.id).toBe("fee");
  });

  it("do not count their siblings among those before them", () => {
    expect(ids(stagesBefore(permit, "health"))).toEqual(["reception", "fee"]);
  });

  it("know the group they stand in", () => {
    expect(groupOf(permit, "health")?.id).toBe("both");
    expect(groupOf(permit, "fee")).toBeUndefined();
  });

  it("know the one that accepts the file", () => {
    expect(acceptingStage(permit).id).toBe("reception");
  });
});

describe("the outcomes of a stage", () => {
  it.each([
    ["reception", ["Approved", "Refused", "SupplementRequired", "Withdrawn"]],
    ["reception-supplement", ["Approved", "Withdrawn", "DeadlinePassed"]],
    ["fee", ["Approved", "Withdrawn", "DeadlinePassed"]],
    ["police", ["Approved", "Refused", "Withdrawn"]],
    ["health", ["Approved", "Withdrawn"]],
    ["issue", ["Approved"]],
    ["nothing", []],
  ])("of %s", (id, outcomes) => {
    expect(outcomesOf(permit, id)).toEqual(outcomes);
  });

  it("include refusal where silence refuses, without any coded reason", () => {
    const stages = [{ ...reception, refusals: [], onDeadline: "deemedRefused" as const }, a.issue];
    expect(outcomesOf(a.definition({ stages }), "reception")).toContain("Refused");
  });

  it("do not include lateness where silence returns the file", () => {
    const supplement = { ...reception.supplement!, onSilence: "return" as const };
    const stages = [{ ...reception, supplement }, a.issue];
    expect(outcomesOf(a.definition({ stages }), "reception-supplement")).toEqual([
      "Approved",
      "Withdrawn",
    ]);
  });

  it("follow from what silence means, escalation where nothing is said", () => {
    expect([a.reception, a.fee, both.stages[0]!].map(onDeadlineOf)).toEqual([
      "escalate",
      "lapse",
      "deemedConsent",
    ]);
  });
});

describe("who decided before", () => {
  it("may not sign", () => {
    expect(apartFrom(permit, "signing")).toEqual(["reception", "police", "health", "appraisal"]);
  });

  it("is barred elsewhere where the stage says so", () => {
    const stages = [reception, { ...a.appraisal, apartFrom: ["reception"] }, a.issue];
    expect(apartFrom(a.definition({ stages }), "appraisal")).toEqual(["reception"]);
    expect(apartFrom(permit, "appraisal")).toEqual([]);
  });
});
