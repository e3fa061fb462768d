import { describe, expect, it } from "vitest";
import { dueEvent, nextMoment } from "../../../shared/application/agenda.ts";
import { replay } from "../../../shared/application/change.ts";
import type { EventBody } from "../../../shared/application/event.ts";
import { recount } from "../../../shared/application/recount.ts";
import type { Calendar, DayException } from "../../../shared/calendar/calendar.ts";
import { CalendarYearMissing } from "../../../shared/calendar/calendar.ts";
import { compileCalendar } from "../../../shared/calendar/working.ts";
import { decreedBy } from "../../../shared/clock/decreed.ts";
import { vietNam } from "../../../workflows/authorities/calendars/viet-nam.ts";
import { Dossier, ID, officer, rulesOf } from "../../builders/application.ts";
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
const at = (text: string) => Date.parse(`${text}+07:00`);
/** Ten working days from Monday 5 October 2026: 6-9 (4) 12-16 (9) 19 (10). */
const DUE = at("2026-10-19T17:00");
const supplement = {
  rounds: 1,
  limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
} as const;
const ask = {
  outcome: "supplement",
  reasons: [],
  fields: [],
  documents: ["plan"],
  text: "?",
} as const;

/** Viet Nam's calendar with one more day, decreed in mid-year. */
function withDecreed(day: string, calendar: Calendar = vietNam): Calendar {
  const decreed: DayException = {
    day,
    kind: "holiday",
    title: { en: "Decreed" },
    source: { title: "a decree" },
  };
  return {
    ...calendar,
    years: calendar.years.map((year) =>
      day.startsWith(String(year.year))
        ? { ...year, days: [...year.days, decreed].sort((a, b) => (a.day < b.day ? -1 : 1)) }
        : year,
    ),
  };
}
const without = (year: number): Calendar => ({
  ...vietNam,
  years: vietNam.years.filter((each) => each.year < year),
});

function atAppraisal(): Dossier {
  const stages = [reception, fee, { ...appraisal, supplement }, signing, issue];
  return new Dossier(rulesOf(definition({ stages })), innAnswers())
    .submitted()
    .at("reception")
    .approved("reception", officer("clerk"))
    .at("fee")
    .paid(threeRooms)
    .at("appraisal");
}

/** The same file under another calendar, from a moment on. */
function under(file: Dossier, calendar: Calendar, now: number): Dossier {
  const other = Object.assign(Object.create(Dossier.prototype) as Dossier, file, { now });
  const decreed = decreedBy(vietNam, calendar, now);
  return Object.assign(other, {
    law: { ...file.law, calendar: compileCalendar(calendar), decreed },
    trail: [...file.trail],
    changes: [...file.changes],
  });
}
function caughtUp(file: Dossier): EventBody[] {
  const happened: EventBody[] = [];
  for (let event = dueEvent(file.case); event; event = dueEvent(file.case)) {
    happened.push(event);
    file.apply(CLOCK, [event]);
  }
  return happened;
}

describe("a holiday that is decreed while a file runs", () => {
  it("moves the dates that are ahead, and keeps the promised one beside the new one", () => {
    const file = under(atAppraisal(), withDecreed("2026-10-07"), at("2026-10-06T08:00"));
    expect(caughtUp(file)).toMatchObject([
      {
        type: "DueMoved",
        from: DUE,
        clock: { dueAt: at("2026-10-20T17:00") },
        tasks: { appraisal: at("2026-10-09T17:00") },
        days: ["2026-10-07"],
      },
    ]);
    expect(file.application).toMatchObject({
      dueAt: at("2026-10-20T17:00"),
      promisedDueAt: DUE,
      moved: { from: DUE, to: at("2026-10-20T17:00"), days: ["2026-10-07"] },
    });
    expect(file.changes.at(-1)?.mails).toMatchObject([
      { party: "party", notice: { about: "moved", from: DUE } },
    ]);
    // The inbox is ordered by the new date.
    expect(file.changes.at(-1)?.tasks).toMatchObject([{ stage: "appraisal" }]);
    expect(replay(ID, file.trail)).toEqual(file.application);
    expect(recount(file.case)).toBeUndefined();
  });

  it("comes before everything else: nothing is done by a date that does not hold any more", () => {
    const file = under(atAppraisal(), withDecreed("2026-10-19"), DUE + 1);
    const happened = caughtUp(file);
    expect(happened[0]?.type).toBe("DueMoved");
    // The nineteenth is no working day any more, so a day before the twentieth it is not too late.
    expect(happened.at(-1)).toMatchObject({ type: "Apologised", dueAt: at("2026-10-20T17:00") });
    expect(file.application.overdueAt).toBeUndefined();
  });

  it("gives the applicant the time that it takes from them", () => {
    const file = atAppraisal()
      .decided("appraisal", officer("appraiser"), ask)
      .at("appraisal-supplement");
    // 5 + 15 = Tuesday 20 October, to its end.
    const later = under(file, withDecreed("2026-10-20"), at("2026-10-10T08:00"));
    expect(caughtUp(later)).toMatchObject([
      { type: "DueMoved", tasks: { "appraisal-supplement": at("2026-10-21T23:59:59.999") } },
    ]);
    expect(later.changes.at(-1)?.mails).toMatchObject([
      { notice: { about: "termMoved", stage: "appraisal-supplement" } },
    ]);
  });

  it("that changes no date of a file is no event of it", () => {
    const behind = under(atAppraisal(), withDecreed("2026-11-20"), at("2026-10-06T08:00"));
    expect(recount(behind.case)).toBeUndefined();
    const passed = under(atAppraisal(), vietNam, at("2026-10-06T08:00"));
    expect(recount(passed.case)).toBeUndefined();
  });

  it("takes no date back where a calendar has lost its year", () => {
    const file = under(atAppraisal(), without(2026), at("2026-10-06T08:00"));
    expect(recount(file.case)).toBeUndefined();
  });
});

describe("a date in a year whose list is not loaded", () => {
  const unloaded = (now: string) => {
    const file = new Dossier(rulesOf(definition({ stages: STAGES })), innAnswers());
    return under(file, without(2027), at(now));
  };
  const STAGES = [reception, fee, appraisal, signing, issue];

  it("is promised to nobody", () => {
    const file = unloaded("2026-12-17T09:00").submitted().at("reception");
    file.now = at("2026-12-18T09:00");
    expect(() => file.approved("reception", officer("clerk"))).toThrow(CalendarYearMissing);
    expect(() => unloaded("2026-12-31T16:00").submitted()).toThrow(/2027/);
  });

  it("does not keep money from counting, and is told when the list arrives", () => {
    const file = unloaded("2026-12-11T09:00").submitted().at("reception");
    file.approved("reception", officer("clerk")).at("fee");
    file.now = at("2026-12-22T10:00");
    file.paid(threeRooms);
    expect(file.application).toMatchObject({ phase: "processing", missingYear: 2027 });
    expect(file.application.dueAt).toBeUndefined();
    file.now = at("2026-12-30T10:00");
    file.at("appraisal");
    // It is looked at again, at the latest when the last year with data ends.
    expect(nextMoment(file.case)).toBe(at("2027-01-01T00:00"));
    expect(caughtUp(file)).toEqual([]);
    const loaded = under(file, vietNam, at("2026-12-30T11:00"));
    expect(caughtUp(loaded)).toMatchObject([
      {
        type: "DueMoved",
        clock: { dueAt: at("2027-01-06T17:00") },
        tasks: { appraisal: at("2027-01-05T17:00") },
      },
    ]);
    expect(loaded.application.missingYear).toBeUndefined();
    expect(loaded.changes.at(-1)?.mails).toMatchObject([{ notice: { about: "known" } }]);
    expect(replay(ID, loaded.trail)).toEqual(loaded.application);
  });
});
