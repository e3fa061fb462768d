import { describe, expect, it } from "vitest";
import { dueEvent, nextMoment } from "../../../shared/application/agenda.ts";
import { replay } from "../../../shared/application/change.ts";
import { reschedule } from "../../../shared/application/commands/reschedule.ts";
import { supplement } from "../../../shared/application/commands/supplement.ts";
import type { EventBody } from "../../../shared/application/event.ts";
import { parseDay } from "../../../shared/calendar/day.ts";
import { noticeMail } from "../../../shared/mail/notice.ts";
import type { OnLimit, PermitDefinition } from "../../../shared/permit/permit.ts";
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

const CLOCK = { kind: "platform", part: "clock" } as const;
const APPRAISER = officer("appraiser");
const at = (text: string) => Date.parse(`${text}+07:00`);
/** Ten working days from Monday 5 October 2026: 6-9 (4) 12-16 (9) 19 (10). */
const DUE = at("2026-10-19T17:00");
/** The last working day before it, when it closes. */
const EVE = at("2026-10-16T17:00");
const ask = {
  outcome: "supplement",
  reasons: [],
  fields: [],
  documents: ["plan"],
  text: "?",
} as const;

/** Accepted and paid on Monday 5 October at nine, before its appraiser. */
function atAppraisal(clock: Partial<PermitDefinition["clock"]> = {}, stages = STAGES): Dossier {
  const given = definition({ stages });
  return new Dossier(rulesOf({ ...given, clock: { ...given.clock, ...clock } }), innAnswers())
    .submitted()
    .at("reception")
    .approved("reception", officer("clerk"))
    .at("fee")
    .paid(threeRooms)
    .at("appraisal");
}
const STAGES = [reception, fee, appraisal, signing, issue];

/** Moves to a moment and carries out what is due there. @returns the events, in their order */
function until(file: Dossier, moment: number): EventBody[] {
  file.now = Math.max(file.now, moment);
  const happened: EventBody[] = [];
  for (let event = dueEvent(file.case); event; event = dueEvent(file.case)) {
    happened.push(event);
    file.apply(CLOCK, [event]);
  }
  return happened;
}
const types = (events: readonly EventBody[]) => events.map(({ type }) => type);
const round = { stage: "appraisal", round: 1 };

describe("lateness that is foreseen", () => {
  it("is apologised for by the clock when the last day closes on which a new date may be promised", () => {
    const file = atAppraisal();
    expect(types(until(file, EVE - 1))).toEqual(["Escalated", "Warned"]);
    const [apology] = until(file, EVE);
    // The appraisal, late already, three days anew and the signature two: 19 to 23 October.
    expect(apology).toMatchObject({
      type: "Apologised",
      dueAt: DUE,
      fellDue: EVE,
      reason: "foreseen",
      to: "2026-10-23",
    });
    expect(file.application).toMatchObject({
      dueAt: at("2026-10-23T17:00"),
      promisedDueAt: DUE,
      apologisedAt: EVE,
    });
    expect(file.changes.at(-1)?.mails).toMatchObject([
      { party: "party", notice: { about: "apology", from: DUE, to: at("2026-10-23T17:00") } },
    ]);
  });

  it("is not foreseen where what is left takes no longer than what is left of the time", () => {
    const stages = [reception, fee, appraisal, { ...signing, limit: reception.limit! }, issue];
    const file = atAppraisal({}, stages);
    file.now = at("2026-10-08T10:00");
    file.approved("appraisal", APPRAISER).at("signing");
    file.now = at("2026-10-16T10:00");
    // One working day of Monday for a signature that takes one, had it been asked for on Friday.
    const law = file.law;
    const signed = { ...file.application.tasks["signing"]!, openedAt: file.now, dueAt: DUE };
    file.application = {
      ...file.application,
      tasks: { ...file.application.tasks, signing: signed },
    };
    expect(types(until(file, EVE))).toEqual(["Warned"]);
    expect(nextMoment({ ...law, application: file.application })).toBe(DUE + 1);
  });

  it("that a late sweep notices on the day itself is apologised for without a new date", () => {
    const file = atAppraisal();
    const happened = until(file, at("2026-10-19T08:00"));
    expect(types(happened)).toEqual(["Escalated", "Warned", "Apologised"]);
    expect(happened.at(-1)).not.toHaveProperty("to");
    expect(file.application.dueAt).toBe(DUE);
  });

  it("moves the date once: the second time the date is simply missed", () => {
    const file = atAppraisal();
    until(file, EVE);
    expect(types(until(file, at("2026-11-30T08:00")))).toEqual(["Warned", "LimitPassed"]);
    expect(file.application.overdueAt).toBe(at("2026-10-23T17:00") + 1);
  });

  it("is not apologised for by the clock where an officer did so before", () => {
    const file = atAppraisal();
    file.now = at("2026-10-12T10:00");
    until(file, file.now);
    const events = reschedule(file.case, round, {
      to: "2026-10-28",
      reason: "site-check",
      text: "Mưa lũ.",
    });
    file.apply(APPRAISER, events);
    expect(file.application.dueAt).toBe(at("2026-10-28T17:00"));
    expect(types(until(file, at("2026-10-28T16:00")))).toEqual(["Warned"]);
    expect(replay(ID, file.trail)).toEqual(file.application);
  });

  it("reaches the applicant with what the officer wrote beside the reason", () => {
    const file = atAppraisal();
    file.now = at("2026-10-12T10:00");
    const to = { to: "2026-10-28", reason: "site-check" } as const;
    file.apply(APPRAISER, reschedule(file.case, round, { ...to, text: "Mưa lũ." }));
    const notice = { about: "apology", from: DUE, reason: "site-check" } as const;
    const { text } = noticeMail(
      { ...notice, to: at("2026-10-28T17:00") },
      file.application,
      file.law,
      "en",
    );
    expect(text).toContain("Reason: A check on site is needed.");
    expect(text).toMatch(/\n\nMưa lũ\.$/);
  });
});

describe("an officer's new date", () => {
  const tried = (to: string, now: string, file = atAppraisal()) => {
    file.now = at(now);
    return () => reschedule(file.case, round, { to, reason: "complex" });
  };

  it("may be promised up to the day before the due date, and not on it", () => {
    expect(tried("2026-10-21", "2026-10-18T23:59:59")()).toHaveLength(1);
    expect(tried("2026-10-21", "2026-10-19T00:00:00")).toThrow("not-permitted");
  });

  it.each([
    ["2026-10-19", "not-later"],
    ["2026-10-24", "not-a-working-day"],
  ])("%s is refused as %s", (to, code) => {
    expect(tried(to, "2026-10-12T10:00")).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ pointer: "/to", code })] }),
    );
  });

  it("is promised once for a file, even after a supplement began the clock anew", () => {
    const rule = {
      rounds: 1,
      limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
    } as const;
    const asking = { ...appraisal, supplement: rule };
    const file = atAppraisal({}, [reception, fee, asking, signing, issue]);
    file.apply(APPRAISER, tried("2026-10-21", "2026-10-12T10:00", file)());
    file.decided("appraisal", APPRAISER, ask).at("appraisal-supplement");
    file.apply(APPLICANT, supplement(file.case, file.handedIn));
    file.at("appraisal");
    const again = () =>
      reschedule(file.case, { ...round, round: 2 }, { to: "2026-11-20", reason: "complex" });
    expect(again).toThrow("not-permitted");
  });

  it("is not to be had where the law answers the silence, or knows no other date", () => {
    const never = atAppraisal({ reschedule: "never" });
    expect(tried("2026-10-21", "2026-10-12T10:00", never)).toThrow("not-permitted");
    const proceeds = atAppraisal({ onDeadline: "mayProceed" });
    expect(tried("2026-10-21", "2026-10-12T10:00", proceeds)).toThrow("not-permitted");
    expect(types(until(proceeds, DUE))).not.toContain("Apologised");
  });
});

describe("the whole limit", () => {
  const passed = (onDeadline: OnLimit) => {
    const file = atAppraisal({ onDeadline });
    until(file, DUE);
    until(file, DUE + 1);
    return file;
  };

  it("that has run out is told to the applicant and to who is above those that have the file", () => {
    const file = atAppraisal();
    until(file, EVE);
    // With the apology came a new date: the old one is missed no more.
    expect(until(file, DUE + 1)).toEqual([]);
    until(file, at("2026-10-23T17:00") + 1);
    expect(file.changes.at(-1)?.mails).toMatchObject([
      { party: "party", notice: { about: "overdue" } },
      { unit: "ubnd-dien-ban", role: "head", notice: { about: "missed" }, part: 2 },
    ]);
    file.approved("appraisal", APPRAISER);
    expect(file.application.tasks["appraisal"]?.outcome).toBe("Approved");
  });

  it("gives leave to begin: the file goes on, and nobody can refuse it any more", () => {
    const file = passed("mayProceed");
    expect(file.application.grantedBySilence).toEqual({ effect: "mayProceed", at: DUE + 1 });
    const refuses = () =>
      file.decided("appraisal", APPRAISER, { outcome: "refuse", reasons: ["unfit"] });
    expect(refuses).toThrow("not-permitted");
    file.approved("appraisal", APPRAISER).at("signing");
    expect(() =>
      file.decided("signing", officer("leader"), { outcome: "refuse", reasons: ["unfit"] }),
    ).toThrow("not-permitted");
  });

  it("approves by silence all but the signature, at the moments at which it did", () => {
    const file = passed("deemedApproved");
    const { outcome, decidedAt, decidedBy } = file.application.tasks["appraisal"] ?? {};
    expect({ outcome, decidedAt, decidedBy }).toEqual({
      outcome: "Approved",
      decidedAt: DUE + 1,
      decidedBy: undefined,
    });
    file.at("signing");
    until(file, DUE + 1);
    expect(file.application.tasks["signing"]?.outcome).toBeUndefined();
    file.approved("signing", officer("leader"));
    expect(file.application.tasks["signing"]?.decidedBy).toBe("leader");
  });

  it("refuses by silence, and the clock ends at that moment however late the sweep came", () => {
    const file = atAppraisal({ onDeadline: "deemedRefused" });
    until(file, DUE + 40 * 86_400_000);
    expect(file.application).toMatchObject({ phase: "refused", endedAt: DUE + 1 });
    expect(file.application.ledger?.marks.at(-1)).toMatchObject({ kind: "ended", at: DUE + 1 });
    expect(replay(ID, file.trail)).toEqual(file.application);
  });
});

describe("before the sweep has been by", () => {
  it("the law's answer to silence stands already", () => {
    const asked = { ...appraisal, onDeadline: "deemedApproved" } as const;
    const file = atAppraisal({}, [reception, fee, asked, signing, issue]);
    file.now = file.application.tasks["appraisal"]!.dueAt! + 1;
    const refuses = () =>
      file.decided("appraisal", APPRAISER, { outcome: "refuse", reasons: ["unfit"] });
    expect(refuses).toThrow("task-decided");
    file.now -= 1;
    expect(refuses).not.toThrow();
  });

  it("the applicant's time is over already", () => {
    const rule = {
      rounds: 1,
      limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
    } as const;
    const file = atAppraisal({}, [
      reception,
      fee,
      { ...appraisal, supplement: rule },
      signing,
      issue,
    ])
      .decided("appraisal", APPRAISER, ask)
      .at("appraisal-supplement");
    file.now = file.application.tasks["appraisal-supplement"]!.dueAt! + 1;
    const answers = () => supplement(file.case, file.handedIn);
    expect(answers).toThrow("wrong-state");
    file.now -= 1;
    expect(answers).not.toThrow();
    expect(parseDay("2026-10-20")).toBe(file.law.calendar.dayOf(file.now));
  });
});
