import { describe, expect, it } from "vitest";
import { decide } from "../../../../shared/application/commands/decide.ts";
import type { Decision } from "../../../../shared/application/decision.ts";
import { Dossier, officer } from "../../../builders/application.ts";
import { refusalOf } from "../refusal.ts";

const atReception = () => new Dossier().submitted().at("reception");
const request = {
  outcome: "supplement",
  reasons: [],
  fields: [],
  documents: [],
  text: "?",
} as const;
const deciding = (file: Dossier, decision: Decision, more: object = {}) =>
  decide(file.case, { stage: "reception", round: 1, officer: "thu", ...more }, decision);
const refusal = (file: Dossier, decision: Decision, more: object = {}) =>
  refusalOf(() => deciding(file, decision, more));

describe("deciding a task", () => {
  it("starts the clock by accepting, and carries the date that it promises", () => {
    const [event] = deciding(atReception(), { outcome: "approve" });
    expect(event).toMatchObject({
      type: "Decided",
      outcome: "Approved",
      clock: { ledger: { marks: [{ kind: "started" }] }, dueAt: expect.any(Number) },
    });
  });

  it("refuses with the permit's own reasons, and names each that is none", () => {
    expect(
      refusal(atReception(), { outcome: "refuse", reasons: ["not-eligible", "dislike", "whim"] }),
    ).toEqual({ code: "validation-failed", pointers: ["/reasons/1", "/reasons/2"] });
  });

  it("asks for nothing that the permit does not know, and names every fault at once", () => {
    const fields = ["/answers/taxCode", "/answers/shoeSize", "/answers/~7"];
    const decision = { ...request, fields, documents: ["right-to-premises", "horoscope"] };
    expect(refusal(atReception(), decision)).toEqual({
      code: "validation-failed",
      pointers: ["/documents/1", "/fields/1", "/fields/2"],
    });
  });

  it("asks for something", () => {
    expect(refusal(atReception(), request).pointers).toEqual(["/documents"]);
  });

  it("asks for a field of an item, whichever", () => {
    const fields = ["/answers/premises/0/address"];
    expect(deciding(atReception(), { ...request, fields })).toHaveLength(1);
  });

  it("asks for no supplement where the permit has none", () => {
    const early = atReception().approved("reception", officer("reception")).at("fee").paid();
    early.at("appraisal");
    expect(
      refusal(early, { ...request, documents: ["right-to-premises"] }, { stage: "appraisal" }).code,
    ).toBe("not-permitted");
  });

  it("is refused while somebody else has claimed the task, and open to who has", () => {
    const file = atReception();
    file.apply(officer("reception", "lien"), [
      { type: "TaskClaimed", stage: "reception", by: "lien" },
    ]);
    expect(refusal(file, { outcome: "approve" }).code).toBe("task-claimed");
    expect(deciding(file, { outcome: "approve" }, { officer: "lien" })).toHaveLength(1);
  });

  it("has one outcome in each round", () => {
    const file = atReception().approved("reception", officer("reception"));
    expect(refusal(file, { outcome: "approve" }).code).toBe("task-decided");
    expect(refusal(file, { outcome: "approve" }, { round: 2 }).code).toBe("not-found");
  });

  it.each(["fee", "reception-supplement", "issue", "nonsense"])(
    "is not done to %s, which is no officer's task",
    (stage) => {
      const file = atReception().approved("reception", officer("reception")).at("fee");
      expect(refusal(file, { outcome: "approve" }, { stage }).code).toBe("not-found");
    },
  );
});
