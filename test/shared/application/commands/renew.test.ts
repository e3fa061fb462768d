import { describe, expect, it } from "vitest";
import { feeOf } from "../../../../shared/application/assessment.ts";
import { type Case, factsOf } from "../../../../shared/application/case.ts";
import { renewalFacts } from "../../../../shared/application/commands/renew.ts";
import { compileCalendar } from "../../../../shared/calendar/working.ts";
import { renewalWindow } from "../../../../shared/licence/renewal.ts";
import { tamilNadu } from "../../../../workflows/authorities/calendars/tamil-nadu.ts";
import { stateFoodBusinessV1 } from "../../../../workflows/permits/state-food-business/v1.ts";
import { Dossier } from "../../../builders/application.ts";

const DAY = 86_400_000;
const calendar = compileCalendar(tamilNadu);
const expiresAt = Date.parse("2026-09-30T00:00:00+05:30");
const closesAt = renewalWindow(stateFoodBusinessV1.licence, expiresAt, calendar)?.closesAt ?? 0;
const answers = { business: "other", years: 1 };

/** A renewal that was submitted so many days after the window closed, looked at so much later. */
function renewal(daysAfter: number, later: number): Case {
  const { application, law } = new Dossier();
  const submittedAt = closesAt + daysAfter * DAY;
  const renews = { application: "before", number: "1", expiresAt };
  return {
    ...law,
    permit: stateFoodBusinessV1,
    calendar,
    application: { ...application, renews, submittedAt },
    now: submittedAt + later * DAY,
  };
}

const feeOn = (kase: Case) =>
  feeOf(
    kase,
    { ...factsOf(kase, kase.application, answers), ...renewalFacts(kase) },
    kase.application.submittedAt ?? 0,
  ).total;

describe("a late renewal", () => {
  it("is as late as it was when it was submitted, however long its supplement takes", () => {
    expect([0, 1, 20].map((later) => renewalFacts(renewal(3, later)))).toEqual([
      { renewal: { daysLate: 3 } },
      { renewal: { daysLate: 3 } },
      { renewal: { daysLate: 3 } },
    ]);
  });

  it("costs its late fee for each of those days, and nothing more in time", () => {
    const inTime = feeOn(renewal(-1, 20));
    expect(feeOn(renewal(3, 20))).toBe(inTime + 3 * 10_000);
  });

  it("has none of it where nothing is renewed", () => {
    const { application, ...kase } = renewal(3, 0);
    const { renews: _, ...first } = application;
    expect(renewalFacts({ ...kase, application: first })).toEqual({});
  });
});
