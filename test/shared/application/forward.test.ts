import { describe, expect, it } from "vitest";
import { explain } from "../../../shared/clock/explain.ts";
import type { Limit } from "../../../shared/clock/limit.ts";
import { Dossier, officer, rulesOf } from "../../builders/application.ts";
import { appraisal, definition, issue, reception, signing } from "../../builders/definition.ts";
import { innAnswers } from "../../builders/grouped.ts";

const at = (text: string) => Date.parse(`${text}+07:00`);
const EIGHT_HOURS: Limit = { amount: 8, unit: "workingHours" };

/** Received by a commune; appraised there, or by the province's department. */
function accepted(level: "commune" | "province", limit: Limit, moment: string): Dossier {
  const given = definition({
    stages: [
      reception,
      { ...appraisal, level, limit: { amount: 4, unit: "workingHours" } },
      { ...signing, level, limit: { amount: 2, unit: "workingHours" } },
      issue,
    ],
  });
  const { fee: _, ...free } = given;
  const law = rulesOf({ ...free, clock: { ...given.clock, limit } });
  const { units } = law.authority;
  const department = {
    id: "so-cong-thuong",
    title: { en: "Department" },
    place: "quang-nam",
    level: "province",
    agencyCode: "H47.01",
  };
  const authority = { ...law.authority, units: [...units, department] };
  const file = new Dossier({ ...law, authority }, innAnswers()).submitted().at("reception");
  file.now = at(moment);
  return file.approved("reception", officer("clerk")).at("appraisal");
}

describe("the clock of a file that another unit is competent for", () => {
  it("starts when that unit receives it: after the cut-off at the next opening", () => {
    // Friday 9 October, half past three: forwarded on Monday at seven; 4.5 h and 3.5 h.
    const file = accepted("province", EIGHT_HOURS, "2026-10-09T15:30");
    expect(file.application.dueAt).toBe(at("2026-10-12T17:00"));
    expect(file.application.ledger?.marks).toEqual([
      {
        kind: "started",
        at: at("2026-10-09T15:30"),
        reason: "forwarded",
        receivedAt: at("2026-10-12T07:00"),
      },
    ]);
    expect(file.application.tasks["appraisal"]?.dueAt).toBe(at("2026-10-12T11:00"));
  });

  it("starts at acceptance where the same unit decides, or while there is still time to forward it", () => {
    // 1.5 h on Friday; 4.5 h and 2 h on Monday.
    const own = accepted("commune", EIGHT_HOURS, "2026-10-09T15:30");
    expect(own.application.dueAt).toBe(at("2026-10-12T15:30"));
    expect(own.application.ledger?.marks[0]?.reason).toBe("accepted");
    // 3 h on Friday; 4.5 h and 0.5 h on Monday.
    const early = accepted("province", EIGHT_HOURS, "2026-10-09T14:00");
    expect(early.application.dueAt).toBe(at("2026-10-12T14:00"));
    expect(early.application.ledger?.marks[0]).not.toHaveProperty("receivedAt");
  });

  it("counts in days from the day of receipt, which is not counted", () => {
    const limit: Limit = { amount: 10, unit: "workingDays" };
    const file = accepted("province", limit, "2026-10-09T15:30");
    // Received Monday 12: 13-16 (4) 19-23 (9) 26 (10).
    expect(file.application.dueAt).toBe(at("2026-10-26T17:00"));
  });

  it("is explained from the day it was accepted on, and adds up", () => {
    const { application, law } = accepted("province", EIGHT_HOURS, "2026-10-09T15:30");
    const { days, counted } = explain(application.ledger as never, EIGHT_HOURS, law.calendar);
    expect(days.map(({ date, verdict, counted }) => [date, verdict, counted])).toEqual([
      ["2026-10-09", "arrived", 0],
      ["2026-10-10", "closed", 0],
      ["2026-10-11", "closed", 0],
      ["2026-10-12", "counted", 8],
    ]);
    expect(counted).toBe(8);
  });
});
