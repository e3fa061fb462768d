import { describe, expect, it } from "vitest";
import { dueEvent } from "../../../shared/application/agenda.ts";
import { isInterested } from "../../../shared/application/barred.ts";
import { replay } from "../../../shared/application/change.ts";
import { decide, possibleDecisions } from "../../../shared/application/commands/decide.ts";
import { assign, claim, declareConflict } from "../../../shared/application/commands/task.ts";
import { DECISIONS, type Decision } from "../../../shared/application/decision.ts";
import { any, fact } from "../../../shared/permit/condition.ts";
import type { HumanStage, PermitDefinition, Stage } from "../../../shared/permit/permit.ts";
import { findStage } from "../../../shared/permit/stages.ts";
import { Dossier, ID, officer, rulesOf } from "../../builders/application.ts";
import { asked, definition, fee, issue, reception, signing } from "../../builders/definition.ts";
import { innAnswers, threeRooms } from "../../builders/grouped.ts";
import { refusalOf } from "./refusal.ts";

const HEARING = { heldOn: "2026-10-06", attended: false } as const;
const CHECKLIST = [
  { id: "door", title: { en: "The door opens" } },
  { id: "light", title: { en: "The light is on" } },
];
const met = (item: string) => ({ item, result: "met" as const });
const hearing = (after: string) =>
  asked("hearing", {
    kind: "hear",
    when: fact(`/stages/${after}/outcome`).equals("objected"),
  } as Partial<HumanStage>);
const visit = (more: object = {}) =>
  asked("visit", { kind: "inspect", checklist: CHECKLIST, ...more } as Partial<HumanStage>);

/** A paid file at the first of the stages given, which stand before the signature. */
function at(stages: readonly Stage[], changes: Partial<PermitDefinition> = {}): Dossier {
  const law = rulesOf(
    definition({ stages: [reception, fee, ...stages, signing, issue], ...changes }),
  );
  return new Dossier(law, innAnswers())
    .submitted()
    .at("reception")
    .approved("reception", officer("clerk"))
    .at("fee")
    .paid(threeRooms)
    .at(stages[0]?.id ?? "");
}

const said = (file: Dossier, stage: string, decision: Decision, who = "expert") =>
  file.apply(
    officer("expert", who),
    decide(file.case, { stage, round: 1, officer: who }, decision, file.facts),
  );
const refusal = (file: Dossier, stage: string, decision: Decision) =>
  refusalOf(() => said(file, stage, decision));

describe("a unit that is asked for its opinion", () => {
  const weighed = asked("opinion", { objectionRefusesIf: any() } as Partial<HumanStage>);
  const object = { outcome: "object", reasons: ["unfit"] } as const;

  it("refuses by an objection, where the permit does not say otherwise", () => {
    const file = said(at([asked("opinion")]), "opinion", object);
    expect(file.application.phase).toBe("refused");
  });

  it("objects, and later stages weigh it", () => {
    const file = said(at([weighed, hearing("opinion")]), "opinion", object);
    expect(file.application.tasks["opinion"]).toMatchObject({
      outcome: "Approved",
      as: "objected",
    });
    expect(file.at("hearing").application.tasks["hearing"]?.outcome).toBeUndefined();
    expect(replay(ID, file.trail)).toEqual(file.application);
  });

  it("refuses by itself in the cases that the permit names, which may be of the answers", () => {
    const rule = { objectionRefusesIf: fact("/answers/kind").equals("inn") };
    const inn = said(at([asked("opinion", rule as never)]), "opinion", object);
    expect(inn.application.phase).toBe("refused");
    const bar = { objectionRefusesIf: fact("/answers/kind").equals("bar") };
    const other = said(at([asked("opinion", bar as never)]), "opinion", object);
    expect(other.application.phase).toBe("processing");
  });

  it("consents, by word or by silence, and nobody has to be heard", () => {
    const spoken = said(at([weighed, hearing("opinion")]), "opinion", { outcome: "consent" });
    expect(spoken.at("hearing").application.tasks["hearing"]).toMatchObject({ as: "skipped" });
    const silent = at([{ ...weighed, onDeadline: "deemedConsent" }, hearing("opinion")]);
    silent.now += 10 * 86_400_000;
    for (let due = dueEvent(silent.case); due; due = dueEvent(silent.case)) {
      silent.apply({ kind: "platform", part: "clock" }, [due]);
    }
    const task = silent.application.tasks["opinion"];
    expect(task).toMatchObject({ outcome: "Approved", as: "deemedConsent" });
    expect(task).not.toHaveProperty("decidedBy");
    expect(silent.at("hearing").application.tasks["hearing"]).toMatchObject({ as: "skipped" });
  });
});

describe("an inspection", () => {
  it("records what was found on every item", () => {
    const checklist = [met("door"), { ...met("light"), result: "not-applicable" as const }];
    const file = said(at([visit()]), "visit", { outcome: "pass", checklist });
    expect(file.trail.at(-1)?.body).toMatchObject({ type: "Decided", checklist });
  });

  it.each<[string, Decision, string[]]>([
    ["an item left out", { outcome: "pass", checklist: [met("door")] }, ["/checklist"]],
    [
      "an item that is none, and one twice",
      { outcome: "pass", checklist: [met("door"), met("light"), met("roof"), met("door")] },
      ["/checklist/2/item", "/checklist/3/item"],
    ],
    [
      "what is not met, and passes",
      { outcome: "pass", checklist: [met("door"), { item: "light", result: "not-met" }] },
      ["/checklist/1/result"],
    ],
    [
      "reasons that the permit does not know",
      { outcome: "fail", checklist: [met("door"), met("light")], reasons: ["mood"] },
      ["/reasons/0"],
    ],
  ])("is not decided with %s", (_, decision, pointers) => {
    expect(refusal(at([visit()]), "visit", decision)).toEqual({
      code: "validation-failed",
      pointers,
    });
  });

  it("leads to a hearing where its finding does not refuse by itself", () => {
    const file = at([visit({ objectionRefusesIf: any() }), hearing("visit")]);
    const checklist = [met("door"), { item: "light", result: "not-met" as const }];
    said(file, "visit", { outcome: "fail", checklist, reasons: ["unfit"] }).at("hearing");
    said(file, "hearing", { outcome: "uphold", reasons: ["unfit"], hearing: HEARING }, "judge");
    expect(file.application.phase).toBe("refused");
    expect(file.trail.at(-1)?.body).toMatchObject({ hearing: HEARING });
  });
});

describe("a decision of another kind of stage", () => {
  it.each(
    Object.values(DECISIONS)
      .flat()
      .filter((outcome) => !(DECISIONS.consult as readonly string[]).includes(outcome)),
  )("is refused where an opinion is asked: %s", (outcome) => {
    const decision = { outcome, reasons: ["unfit"], hearing: HEARING, checklist: [] };
    const found = refusal(at([asked("opinion")]), "opinion", decision as unknown as Decision);
    expect(found).toEqual({ code: "validation-failed", pointers: ["/outcome"] });
  });

  it("is none of those that its task offers", () => {
    const file = at([visit()]);
    const stage = findStage(file.law.permit, "visit") as HumanStage;
    const task = file.application.tasks["visit"];
    expect(task && possibleDecisions(file.case, stage, task)).toEqual(["pass", "fail"]);
  });
});

describe("a whole limit that gives leave to begin", () => {
  const leave = () => {
    const clock = { ...definition().clock, onDeadline: "mayProceed" as const };
    const file = at([visit({ objectionRefusesIf: any() }), hearing("visit")], { clock });
    file.now += 40 * 86_400_000;
    for (let due = dueEvent(file.case); due; due = dueEvent(file.case)) {
      file.apply({ kind: "platform", part: "clock" }, [due]);
    }
    const checklist = [met("door"), { item: "light", result: "not-met" as const }];
    return said(file, "visit", { outcome: "fail", checklist, reasons: ["unfit"] }).at("hearing");
  };

  it("leaves an improvement notice and no refusal", () => {
    const file = leave();
    const uphold = { outcome: "uphold", reasons: ["unfit"], hearing: HEARING } as const;
    expect(refusal(file, "hearing", uphold).code).toBe("not-permitted");
    const improve = { outcome: "improve", reasons: ["unfit"], text: "A lamp." } as const;
    expect(refusal(file, "hearing", improve).pointers).toEqual(["/hearing"]);
    said(file, "hearing", { ...improve, hearing: HEARING }, "judge");
    expect(file.application).toMatchObject({
      phase: "processing",
      tasks: { hearing: { outcome: "Approved", as: "improvementNotice" } },
    });
    const owed = file.changes.at(-1)?.mails;
    expect(owed).toMatchObject([{ notice: { about: "improvement" }, party: "party" }]);
  });

  it("is what alone allows an improvement notice", () => {
    const improve = { outcome: "improve", reasons: ["unfit"], text: "A lamp." } as const;
    const early = at([asked("opinion")])
      .approved("opinion", officer("other"))
      .at("signing");
    expect(refusal(early, "signing", improve).code).toBe("not-permitted");
  });
});

describe("duties kept apart", () => {
  it("bar who decided an earlier round as well as who decided the last", () => {
    const supplement = {
      rounds: 1,
      limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
    } as const;
    const law = rulesOf(
      definition({ stages: [{ ...reception, supplement } as Stage, fee, signing, issue] }),
    );
    const file = new Dossier(law, innAnswers()).submitted().at("reception");
    const ask = { reasons: [], fields: [], documents: ["plan"], text: "?" };
    file.decided("reception", officer("clerk", "an"), { outcome: "supplement", ...ask });
    file.at("reception-supplement");
    file.apply(officer("applicant"), [
      { type: "Supplemented", stage: "reception", round: 1, answers: "", documents: [] },
    ]);
    file.at("reception").approved("reception", officer("clerk", "binh")).at("fee");
    file.paid(threeRooms).at("signing");
    for (const person of ["an", "binh"]) {
      const signs = () => file.approved("signing", officer("leader", person));
      expect(refusalOf(signs).code).toBe("barred");
    }
    expect(file.approved("signing", officer("leader", "cuc")).trail.at(-1)?.actor).toMatchObject({
      person: "cuc",
    });
  });
});

describe("a declared conflict", () => {
  const declared = () => {
    const file = at([asked("opinion")]);
    const round = { stage: "opinion", round: 1, officer: "an" };
    file.apply(officer("expert", "an"), claim(file.case, round));
    return file.apply(officer("expert", "an"), declareConflict(file.case, round, "My brother."));
  };

  it("gives the task back, bars its officer from the file, and tells the superior", () => {
    const file = declared();
    const task = file.application.tasks["opinion"];
    expect(task).not.toHaveProperty("claimedBy");
    expect(task?.superior).toEqual({ unit: "ubnd-dien-ban", role: "head" });
    expect(file.changes.at(-1)?.mails).toMatchObject([
      { notice: { about: "conflict" }, unit: "ubnd-dien-ban", role: "head" },
    ]);
    const round = { stage: "opinion", round: 1 };
    expect(refusalOf(() => claim(file.case, { ...round, officer: "an" })).code).toBe("barred");
    expect(refusalOf(() => file.approved("opinion", officer("expert", "an"))).code).toBe("barred");
    expect(refusalOf(() => assign(file.case, { ...round, to: "an" })).pointers).toEqual([
      "/officer",
    ]);
    file.apply(officer("head"), assign(file.case, { ...round, to: "binh" }));
    file.approved("opinion", officer("expert", "binh")).at("signing");
    expect(refusalOf(() => file.approved("signing", officer("leader", "an"))).code).toBe("barred");
    expect(replay(ID, file.trail)).toEqual(file.application);
  });

  it("is declared once", () => {
    const { case: kase } = declared();
    const round = { stage: "opinion", round: 1, officer: "an" };
    expect(declareConflict(kase, round, undefined)).toEqual([]);
  });
});

describe("an interest that an appointment declares", () => {
  const party = { id: "p1", taxId: "4000123457" };

  it.each([
    ["by the party's tax code", ["4000123457"], true],
    ["by the party itself", ["p1"], true],
    ["in somebody else", ["4000123458", "p2"], false],
    ["in nobody", [], false],
  ])("is told %s", (_, interests, expected) => {
    expect(isInterested([{}, { interests }], party)).toBe(expected);
  });

  it("is none in a party without a tax code", () => {
    expect(isInterested([{ interests: ["4000123457"] }], { id: "p1" })).toBe(false);
  });
});
