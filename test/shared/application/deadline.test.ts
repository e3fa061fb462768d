import { describe, expect, it } from "vitest";
import { agenda, dueEvent, nextMoment } from "../../../shared/application/agenda.ts";
import { openTasks } from "../../../shared/application/application.ts";
import { replay } from "../../../shared/application/change.ts";
import { supplement } from "../../../shared/application/commands/supplement.ts";
import { clockState } from "../../../shared/clock/ledger.ts";
import type { HumanStage, OnDeadline, SupplementRule } from "../../../shared/permit/permit.ts";
import { APPLICANT, Dossier, ID, officer, rulesOf } from "../../builders/application.ts";
import {
  appraisal,
  definition,
  fee,
  issue,
  reception,
  signing,
} from "../../builders/definition.ts";
import { innAnswers, threeRooms } from "../../builders/grouped.ts";
import { refusalOf } from "./refusal.ts";

const CLOCK = { kind: "platform", part: "clock" } as const;
const DAY = 86_400_000;
const ask = {
  outcome: "supplement",
  reasons: [],
  fields: [],
  documents: ["plan"],
  text: "?",
} as const;

const silent = (onSilence: "close" | "return"): SupplementRule => ({
  rounds: 1,
  limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
  onSilence,
});

/** A paid file before its appraiser, whose stage is changed. */
function atAppraisal(changes: {
  onDeadline?: OnDeadline;
  supplement?: SupplementRule;
  kind?: string;
}): Dossier {
  const stage = { ...appraisal, ...changes } as HumanStage;
  const stages = [reception, fee, stage, signing, issue];
  return new Dossier(rulesOf(definition({ stages })), innAnswers())
    .submitted()
    .at("reception")
    .approved("reception", officer("clerk"))
    .at("fee")
    .paid(threeRooms)
    .at("appraisal");
}

/** Lets time pass until the sweep has nothing more to do. @returns what happened */
function later(file: Dossier, days: number) {
  file.now += days * DAY;
  const happened: string[] = [];
  for (let event = dueEvent(file.case); event; event = dueEvent(file.case)) {
    happened.push(event.type === "DeadlinePassed" ? event.effect : event.type);
    file.apply(CLOCK, [event]);
  }
  return happened;
}

describe("a limit that has run out", () => {
  it("escalates and leaves the task open, where the law says nothing else", () => {
    const file = atAppraisal({});
    expect(later(file, 5)).toContain("Escalated");
    expect(openTasks(file.application).map(({ stage }) => stage)).toEqual(["appraisal"]);
  });

  it.each(["deemedApproved", "deemedConsent"] as const)("is %s by nobody's decision", (effect) => {
    const kind = effect === "deemedConsent" ? "consult" : "review";
    const file = atAppraisal({ onDeadline: effect, kind });
    later(file, 5);
    const { outcome, decidedBy } = file.application.tasks["appraisal"] ?? {};
    expect({ outcome, decidedBy }).toEqual({ outcome: "Approved", decidedBy: undefined });
  });

  it("refuses where silence refuses, and ends the clock", () => {
    const file = atAppraisal({ onDeadline: "deemedRefused" });
    later(file, 5);
    expect(file.application.phase).toBe("refused");
    expect(clockState(file.application.ledger as never)).toBe("ended");
  });

  it("cannot be refused any more once the applicant may proceed", () => {
    const file = atAppraisal({ onDeadline: "mayProceed" });
    expect(later(file, 5)).toContain("mayProceed");
    const refuses = () =>
      file.decided("appraisal", officer("appraiser"), { outcome: "refuse", reasons: ["unfit"] });
    expect(refusalOf(refuses).code).toBe("not-permitted");
    file.approved("appraisal", officer("appraiser"));
    expect(file.application.tasks["appraisal"]?.outcome).toBe("Approved");
  });

  it("closes the file when the fee is not paid in time, and not a moment before", () => {
    const file = new Dossier(rulesOf(definition()), innAnswers())
      .submitted()
      .at("reception")
      .approved("reception", officer("clerk"))
      .at("fee");
    expect(later(file, 15)).toEqual([]);
    expect(later(file, 1)).toEqual(["lapse"]);
    expect(file.application.phase).toBe("lapsed");
  });
});

describe("an applicant's silence on a supplement request", () => {
  const asked = (onSilence: "close" | "return") =>
    atAppraisal({ supplement: silent(onSilence) })
      .decided("appraisal", officer("appraiser"), ask)
      .at("appraisal-supplement");

  it("closes the file where the permit says so", () => {
    const file = asked("close");
    later(file, 16);
    expect(file.application.phase).toBe("lapsed");
  });

  it("gives the file back to its officer where the permit says so, and lets the clock go on", () => {
    const file = asked("return");
    expect(clockState(file.application.ledger as never)).toBe("stopped");
    const due = file.application.tasks["appraisal-supplement"]?.dueAt ?? 0;
    later(file, 16);
    expect(file.application.phase).toBe("processing");
    expect(clockState(file.application.ledger as never)).toBe("running");
    // From the end of the applicant's time, however late the sweep came.
    expect(file.application.ledger?.marks.at(-1)?.at).toBe(due + 1);
    expect(file.at("appraisal").application.tasks["appraisal"]?.round).toBe(2);
  });

  it("replays to the very state", () => {
    const file = asked("return");
    later(file, 16);
    expect(replay(ID, file.trail)).toEqual(file.application);
  });
});

describe("the warning", () => {
  it("comes once for each date that is promised: a clock that begins anew has another", () => {
    const rule = silent("close");
    const file = atAppraisal({ supplement: rule });
    expect(later(file, 14)).toContain("Warned");
    file.decided("appraisal", officer("appraiser"), ask).at("appraisal-supplement");
    file.apply(APPLICANT, supplement(file.case, file.handedIn));
    file.at("appraisal");
    const moments = agenda(file.case).map(({ event }) => event.type);
    expect(moments).toContain("Warned");
  });

  it("is never due while the clock stands still", () => {
    const file = atAppraisal({ supplement: silent("close") })
      .decided("appraisal", officer("appraiser"), ask)
      .at("appraisal-supplement");
    expect(agenda(file.case).map(({ event }) => event.type)).toEqual(["DeadlinePassed"]);
    expect(nextMoment(file.case)).toBe(agenda(file.case)[0]?.at);
  });
});
