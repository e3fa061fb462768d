import { describe, expect, it } from "vitest";
import { soundLimits } from "../../../workflows/proof/sound-limits.ts";
import * as a from "../../builders/definition.ts";

describe("the rule about limits", () => {
  it("finds nothing in a sound definition", () => {
    expect(soundLimits(a.definition())).toEqual([]);
  });

  it("refuses a stage that may wait for ever", () => {
    expect(
      soundLimits(
        a.definition({ stages: [a.reception, { ...a.appraisal, limit: undefined }, a.issue] }),
      ),
    ).toEqual([
      {
        path: "stages[1].limit",
        fault: expect.stringContaining("nothing bounds"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a limit of nothing", () => {
    expect(
      soundLimits(
        a.definition({
          stages: [
            a.reception,
            { ...a.appraisal, limit: { amount: 0, unit: "workingDays" } },
            a.issue,
          ],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].limit",
        fault: expect.stringContaining("more than nothing"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a deemed signature", () => {
    expect(
      soundLimits(
        a.definition({
          stages: [a.reception, { ...a.signing, onDeadline: "deemedApproved" }, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].onDeadline",
        fault: expect.stringContaining("deemedApproved"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a payment that silence makes", () => {
    expect(
      soundLimits(
        a.definition({
          stages: [a.reception, { ...a.fee, onDeadline: "deemedApproved" }, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].onDeadline",
        fault: expect.stringContaining("deemedApproved"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a consultation that lapses", () => {
    expect(
      soundLimits(
        a.definition({
          stages: [a.reception, a.asked("police", { onDeadline: "lapse" }), a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].onDeadline",
        fault: expect.stringContaining("lapse"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses an applicant's term counted as the authority's", () => {
    expect(
      soundLimits(
        a.definition({
          stages: [a.reception, { ...a.fee, limit: { amount: 15, unit: "calendarDays" } }, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].limit.binds",
        fault: expect.stringContaining("applicant's"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a validity that holidays would prolong", () => {
    expect(
      soundLimits(
        a.definition({ licence: { ...a.licence, validity: { amount: 12, unit: "months" } } }),
      ),
    ).toEqual([
      {
        path: "licence.validity.binds",
        fault: expect.stringContaining("licence's"),
        remedy: expect.any(String),
      },
    ]);
  });
});
