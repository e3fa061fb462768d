import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agenda, dueEvent, nextMoment } from "../../../shared/application/agenda.ts";
import { inMotion, openTasks } from "../../../shared/application/application.ts";
import { replay, wakeOf } from "../../../shared/application/change.ts";
import { arrive } from "../../../shared/application/commands/stage.ts";
import { supplement } from "../../../shared/application/commands/supplement.ts";
import { withdraw } from "../../../shared/application/commands/withdraw.ts";
import { isFinal } from "../../../shared/application/event.ts";
import { checkChain } from "../../../shared/audit/chain.ts";
import { formatMoment } from "../../../shared/calendar/moment.ts";
import { clockState } from "../../../shared/clock/ledger.ts";
import { isDue } from "../../../shared/licence/compose.ts";
import type { Permit, Stage } from "../../../shared/permit/permit.ts";
import { Problem } from "../../../shared/problem.ts";
import {
  APPLICANT,
  Dossier,
  facts,
  ID,
  MONDAY_NINE,
  officer,
  rules,
  WORKFLOW,
} from "../../builders/application.ts";

const DAY = 86_400_000;
const at = (moment: number | undefined) => moment && formatMoment(moment, rules.calendar.zone);
const ask = {
  outcome: "supplement",
  reasons: [],
  fields: [],
  documents: ["right-to-premises"],
  text: "?",
} as const;
const code = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
  return "nothing thrown";
};

describe("the way of an application", () => {
  it("promises its dates by the authority's calendar", () => {
    const file = new Dossier().submitted();
    expect(at(file.application.completenessDueAt)).toBe("2026-10-06T09:00:00+07:00");
    file.at("reception").approved("reception", officer("reception"));
    expect(at(file.application.dueAt)).toBe("2026-10-19T17:00:00+07:00");
    expect(file.application.promisedDueAt).toBe(file.application.dueAt);
  });

  it("stands still while the applicant is asked to pay, and keeps the promised date beside the new", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .approved("reception", officer("reception"));
    const promised = file.application.promisedDueAt;
    file.at("fee");
    expect(clockState(file.application.ledger as never)).toBe("stopped");
    expect(file.application.dueAt).toBeUndefined();
    file.now += 2 * DAY;
    file.paid();
    expect(at(file.application.dueAt)).toBe("2026-10-21T17:00:00+07:00");
    expect(file.application.promisedDueAt).toBe(promised);
  });

  it("takes no other amount, no other currency and no second payment for the fee", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .approved("reception", officer("reception"))
      .at("fee");
    file.paid({ id: "less", amount: 399_999 }).paid({ id: "dollars", currency: "USD" });
    expect(file.application.phase).toBe("payment");
    file.paid().paid().paid({ id: "another" });
    const reasons = file.trail.flatMap(({ body }) =>
      body.type === "PaymentReturned" ? [body.reason] : [],
    );
    expect(reasons).toEqual(["wrong-amount", "wrong-currency", "paid-already"]);
    expect(file.trail.filter(({ body }) => body.type === "Paid")).toHaveLength(1);
  });

  it("lets nobody sign who decided before, nor appraise who received", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .approved("reception", officer("reception", "thu"))
      .at("fee")
      .paid()
      .at("appraisal");
    expect(code(() => file.approved("appraisal", officer("appraiser", "thu")))).toBe("barred");
    file
      .approved("appraisal", officer("appraiser", "hung"))
      .at("head")
      .approved("head", officer("head", "bao"))
      .at("signing");
    for (const earlier of ["thu", "hung", "bao"]) {
      expect(code(() => file.approved("signing", officer("leader", earlier)))).toBe("barred");
    }
    expect(code(() => file.approved("signing", officer("leader", "mai")))).toBe("nothing thrown");
  });

  it("lets nobody sign who decided an earlier round, nor appraise who received in one", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .decided("reception", officer("reception", "mai"), ask);
    file
      .apply(APPLICANT, supplement(file.case, file.handedIn))
      .at("reception")
      .approved("reception", officer("reception", "thu"))
      .at("fee")
      .paid()
      .at("appraisal");
    for (const earlier of ["mai", "thu"]) {
      expect(code(() => file.approved("appraisal", officer("appraiser", earlier)))).toBe("barred");
    }
    file
      .approved("appraisal", officer("appraiser", "hung"))
      .at("head")
      .approved("head", officer("head", "bao"))
      .at("signing");
    expect(code(() => file.approved("signing", officer("leader", "mai")))).toBe("barred");
    expect(code(() => file.approved("signing", officer("leader", "vinh")))).toBe("nothing thrown");
  });

  it("charges what a supplement makes of the case, by the tariff of the day it was submitted", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .decided("reception", officer("reception"), ask);
    expect(file.application.fee?.amount).toBe(400_000);
    const premises = Array.from({ length: 3 }, () => ({ address: "", areaSquareMetres: 1 }));
    const corrected = { ...file.facts, answers: { premises } };
    file.apply(APPLICANT, supplement(file.case, { ...file.handedIn, facts: corrected }));
    expect(file.application.fee).toEqual({ amount: 1_200_000, currency: "VND" });
  });

  it("takes no supplement by which another fee would be due than was paid", () => {
    const [reception] = rules.permit.stages as [Stage];
    const { supplement: rule } = reception as Extract<Stage, { kind: "review" }>;
    const stages = rules.permit.stages.map((stage) =>
      "id" in stage && stage.id === "appraisal" ? { ...stage, supplement: rule } : stage,
    ) as Permit["stages"];
    const file = new Dossier({ ...rules, permit: { ...rules.permit, stages } })
      .submitted()
      .at("reception")
      .approved("reception", officer("reception"))
      .at("fee")
      .paid()
      .at("appraisal")
      .decided("appraisal", officer("appraiser"), ask);
    const premises = [{}, {}];
    const corrected = { ...file.facts, answers: { premises } };
    expect(code(() => supplement(file.case, { ...file.handedIn, facts: corrected }))).toBe(
      "validation-failed",
    );
    file.apply(APPLICANT, supplement(file.case, file.handedIn));
    expect(file.application.phase).toBe("processing");
  });

  it("asks for a supplement once, and comes back to the clerk in the next round", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .decided("reception", officer("reception"), ask);
    expect(file.application.phase).toBe("supplement");
    file.at("reception-supplement").apply(APPLICANT, supplement(file.case, file.handedIn));
    file.at("reception");
    expect(file.application.tasks["reception"]).toMatchObject({ round: 2 });
    expect(code(() => file.decided("reception", officer("reception"), ask))).toBe("not-permitted");
  });

  it("holds a supplement that was given before the execution asked for it", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .decided("reception", officer("reception"), ask);
    file.apply(APPLICANT, supplement(file.case, file.handedIn));
    expect(file.at("reception-supplement").application.current).toEqual(["reception-supplement"]);
    expect(inMotion(file.application)).toBe(true);
  });

  it("can be withdrawn until the final decision, not after", () => {
    const file = new Dossier().due();
    expect(code(() => withdraw(file.case))).toBe("wrong-state");
    const early = new Dossier().submitted().at("reception");
    early.apply(APPLICANT, withdraw(early.case));
    expect(openTasks(early.application)).toEqual([]);
    expect(arrive(early.case, { stage: "fee", run: 1 }, facts)).toEqual({
      kind: "ended",
      outcome: "Withdrawn",
    });
  });

  it("is due for its licence only when everybody agreed and the fee is paid", () => {
    const file = new Dossier().due();
    expect(isDue(file.case)).toBe(true);
    const { paid, ...unpaid } = file.application;
    expect(isDue({ ...file.case, application: unpaid })).toBe(false);
    const short = { ...file.application, paid: { ...paid, amount: 1 } as typeof paid };
    expect(isDue({ ...file.case, application: short as typeof file.application })).toBe(false);
    const { signing, ...others } = file.application.tasks;
    expect(signing?.outcome).toBe("Approved");
    expect(isDue({ ...file.case, application: { ...file.application, tasks: others } })).toBe(
      false,
    );
  });

  it("leads no execution but the newest", () => {
    const file = new Dossier().submitted().at("reception");
    file.apply(WORKFLOW, [{ type: "RunStarted", run: 2 }]);
    expect(arrive(file.case, { stage: "reception", run: 1 }, facts).kind).toBe("superseded");
    expect(file.at("reception", 2).application.tasks["reception"]?.round).toBe(1);
  });
});

describe("the agenda", () => {
  it("acts after the last instant that is in time, and not at it", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .decided("reception", officer("reception"), ask)
      .at("reception-supplement");
    const due = file.application.tasks["reception-supplement"]?.dueAt ?? 0;
    expect(dueEvent({ ...file.case, now: due })).toBeUndefined();
    expect(dueEvent({ ...file.case, now: due + 1 })).toMatchObject({
      type: "DeadlinePassed",
      effect: "lapse",
    });
    expect(nextMoment(file.case)).toBe(due + 1);
  });

  it("warns, apologises, escalates and notes the missed date once each, in order of their moments", () => {
    const file = new Dossier()
      .submitted()
      .at("reception")
      .approved("reception", officer("reception"))
      .at("fee")
      .paid()
      .at("appraisal");
    file.now = MONDAY_NINE + 60 * DAY;
    const happened: string[] = [];
    const moments: number[] = [];
    for (let event = dueEvent(file.case); event; event = dueEvent(file.case)) {
      happened.push(event.type);
      if ("fellDue" in event && event.fellDue !== undefined) moments.push(event.fellDue);
      file.apply({ kind: "platform", part: "clock" }, [event]);
    }
    expect(happened).toEqual(["Escalated", "Warned", "Apologised", "LimitPassed"]);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(moments).toHaveLength(4);
    expect(agenda(file.case)).toEqual([]);
  });

  it("leaves to the sweep of real time what only the platform can move", () => {
    const file = new Dossier().submitted();
    expect(wakeOf(file.application, undefined, 1_000)).toEqual({ kind: "redrive", at: 31_000 });
    file.at("reception");
    expect(wakeOf(file.application, nextMoment(file.case), 1_000)?.kind).toBe("due");
  });
});

/** Whatever anybody tries, in any order: the tries that a rule refuses change nothing. */
const TRIES: readonly ((file: Dossier) => unknown)[] = [
  (file) => file.submitted(),
  ...["reception", "reception-supplement", "fee", "appraisal", "head", "signing"].map(
    (stage) => (file: Dossier) => file.at(stage),
  ),
  ...["reception", "appraisal", "head", "signing"].flatMap((stage) => [
    (file: Dossier) => file.approved(stage, officer(stage, `${stage}-officer`)),
    (file: Dossier) => file.approved(stage, officer(stage, "somebody")),
    (file: Dossier) =>
      file.decided(stage, officer(stage), { outcome: "refuse", reasons: ["not-eligible"] }),
  ]),
  (file) => file.decided("reception", officer("reception"), ask),
  (file) => file.apply(APPLICANT, supplement(file.case, file.handedIn)),
  (file) => file.paid(),
  (file) => file.paid({ amount: 1 }),
  (file) => file.apply(APPLICANT, withdraw(file.case)),
  (file) => file.apply(WORKFLOW, [{ type: "RunStarted", run: file.application.run + 1 }]),
  (file) => {
    file.now += 4 * DAY;
    const event = dueEvent(file.case);
    return event && file.apply({ kind: "platform", part: "clock" }, [event]);
  },
];

describe("any order of whatever anybody tries", () => {
  it("leaves a whole trail that replays to the very state, and keeps what must always hold", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(TRIES.length - 1), { maxLength: 60 }), (order) => {
        const file = new Dossier();
        const outcomes = new Map<string, string>();
        for (const which of order) {
          const before = file.application;
          try {
            TRIES[which]?.(file);
          } catch {
            expect(file.application).toBe(before);
          }
          const { application } = file;
          if (isFinal(before.phase)) expect(application.phase).toBe(before.phase);
          if (isFinal(application.phase)) expect(openTasks(application)).toEqual([]);
          for (const task of Object.values(application.tasks)) {
            if (!task.outcome) continue;
            const key = `${task.stage}#${task.round}`;
            expect(outcomes.get(key) ?? task.outcome).toBe(task.outcome);
            outcomes.set(key, task.outcome);
          }
          if (isDue(file.case)) {
            expect(application.paid?.amount).toBe(application.fee?.amount);
            expect(
              new Set(
                ["appraisal", "head", "signing"].map((id) => application.tasks[id]?.decidedBy),
              ).size,
            ).toBe(3);
          }
        }
        expect(checkChain(file.trail).whole).toBe(true);
        expect(replay(ID, file.trail)).toEqual(file.application);
      }),
      { numRuns: 300 },
    );
  });
});
