import { describe, expect, it } from "vitest";
import { submit, takesApplications } from "../../../../shared/application/commands/submit.ts";
import { withdraw } from "../../../../shared/application/commands/withdraw.ts";
import { fact } from "../../../../shared/permit/condition.ts";
import type { HumanStage } from "../../../../shared/permit/permit.ts";
import { APPLICANT, Dossier, officer, rulesOf } from "../../../builders/application.ts";
import { appraisal, definition, fee, issue, reception } from "../../../builders/definition.ts";
import { grouped, innAnswers, threeRooms } from "../../../builders/grouped.ts";
import { refusalOf } from "../refusal.ts";

const submission = (file: Dossier) => ({
  dossier: "1",
  facts: file.facts,
  answers: "",
  documents: [],
});

describe("submitting", () => {
  it("resolves the fee by the tariff of the day", () => {
    const file = new Dossier(rulesOf(definition()), innAnswers({ rooms: 7 })).submitted();
    expect(file.application.fee).toEqual({ amount: 700, currency: "VND" });
  });

  it("keeps the limit of the case that it is, and that of all others where it is none", () => {
    const cases = [
      { when: fact("/answers/kind").equals("bar"), limit: { amount: 20, unit: "workingDays" } },
    ] as const;
    const law = rulesOf(definition({ clock: { ...definition().clock, cases } }));
    const limits = ["bar", "inn"].map(
      (kind) => new Dossier(law, innAnswers({ kind })).submitted().application.limit?.amount,
    );
    expect(limits).toEqual([20, 10]);
  });

  it("is done once", () => {
    const file = new Dossier().submitted();
    expect(refusalOf(() => submit(file.case, submission(file))).code).toBe("wrong-state");
  });

  it("is too late after the permit's last day, which counts", () => {
    const law = rulesOf(definition({ validTo: "2026-10-05" }));
    const file = new Dossier(law, innAnswers());
    expect(submit(file.case, submission(file))).toHaveLength(1);
    file.now += 86_400_000;
    expect(refusalOf(() => submit(file.case, submission(file))).code).toBe("permit-closed");
  });

  it("is too early before the first day", () => {
    expect(takesApplications(definition({ validFrom: "2026-01-01" }) as never, "2025-12-31")).toBe(
      false,
    );
  });
});

describe("withdrawing", () => {
  it("ends a draft at once: no execution has to hear of it", () => {
    const file = new Dossier();
    file.apply(APPLICANT, withdraw(file.case));
    expect(file.application).toMatchObject({ phase: "withdrawn", closedAt: file.now });
  });

  it("is possible while the last officer waits for a supplement", () => {
    const limit = { amount: 5, unit: "calendarDays", binds: "applicant" } as const;
    const supplement = { rounds: 1, limit };
    const last = { ...appraisal, supplement } as HumanStage;
    const law = rulesOf(definition({ stages: [reception, fee, last, issue] }));
    const file = new Dossier(law, innAnswers())
      .submitted()
      .at("reception")
      .approved("reception", officer("clerk"))
      .at("fee")
      .paid(threeRooms)
      .at("appraisal")
      .decided("appraisal", officer("appraiser"), {
        outcome: "supplement",
        reasons: [],
        fields: [],
        documents: ["plan"],
        text: "?",
      });
    expect(withdraw(file.case)).toEqual([{ type: "Withdrawn" }]);
  });

  it("is possible between two stages, while the execution is on its way", () => {
    const file = new Dossier().submitted().at("reception");
    file.approved("reception", officer("reception")).apply(APPLICANT, withdraw(file.case));
    expect(file.application).toMatchObject({ phase: "withdrawn", current: ["reception"] });
  });

  it("is refused after the end, whatever the end was", () => {
    const file = new Dossier(rulesOf(grouped()), innAnswers()).submitted().at("reception");
    file.decided("reception", officer("clerk"), { outcome: "refuse", reasons: ["unfit"] });
    expect(refusalOf(() => withdraw(file.case)).code).toBe("wrong-state");
  });
});
