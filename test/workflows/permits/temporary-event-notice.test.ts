import { describe, expect, it } from "vitest";
import { checkAnswers } from "../../../shared/permit/answers.ts";
import { type Facts, holds } from "../../../shared/permit/condition.ts";
import { feeFor } from "../../../shared/permit/fee.ts";
import type { ConsultStage, HearStage } from "../../../shared/permit/permit.ts";
import { findStage, ON_DEADLINE, onDeadlineOf } from "../../../shared/permit/stages.ts";
import { temporaryEventNoticeV1 as permit } from "../../../workflows/permits/temporary-event-notice/v1.ts";

const answers = {
  name: "Alex Smith",
  dateOfBirth: "1990-04-01",
  placeOfBirth: "Leeds",
  address: "1 High Street, Leeds",
  postcode: "LS1 1AA",
  telephone: "01632 960001",
  email: "alex@example.org",
  premises: { address: "Village hall", nature: "Hall" },
  natureOfEvent: "Spring dance",
  activities: { alcohol: true, clubAlcohol: false, entertainment: true, lateRefreshment: false },
  alcoholConsumption: "on",
  alcoholCondition: true,
  event: {
    firstDay: "2027-05-01",
    firstTime: "18:00",
    lastDay: "2027-05-02",
    lastTime: "01:00",
    times: "All evening",
  },
  maximumPeople: 200,
  adultEntertainment: false,
  earlierNotices: 0,
  earlierLateNotices: 0,
};
const faults = (change: object) =>
  checkAnswers(permit, { ...answers, ...change }).map(({ pointer, code }) => `${pointer} ${code}`);
const facts = (timing: "standard" | "late", police: string): Facts => ({
  answers,
  applicant: { kind: "person" },
  place: { code: "leeds", area: "urban" },
  notice: { timing },
  stages: { police: { outcome: police }, "environmental-health": { outcome: "deemedConsent" } },
});
const police = findStage(permit, "police") as ConsultStage;
const hearing = findStage(permit, "hearing") as HearStage;

describe("a temporary event notice", () => {
  it("is complete with what the form asks", () => {
    expect(faults({})).toEqual([]);
  });

  it.each([
    ["500 people", { maximumPeople: 500 }, "/answers/maximumPeople too-large"],
    [
      "no licensable activity",
      {
        activities: {
          alcohol: false,
          clubAlcohol: false,
          entertainment: false,
          lateRefreshment: false,
        },
        alcoholConsumption: undefined,
        alcoholCondition: undefined,
      },
      "/answers/activities no-activity",
    ],
    ["a user under 18", { dateOfBirth: "2009-05-02" }, "/answers/dateOfBirth under-age"],
    [
      "more than 168 hours",
      { event: { ...answers.event, lastDay: "2027-05-08", lastTime: "18:01" } },
      "/answers/event/lastDay event-period",
    ],
    [
      "an end before the beginning",
      { event: { ...answers.event, lastDay: "2027-05-01", lastTime: "17:00" } },
      "/answers/event/lastDay event-period",
    ],
    [
      "alcohol without saying where it is drunk",
      { alcoholConsumption: undefined },
      "/answers/alcoholConsumption required",
    ],
  ])("is refused with %s", (_, change, fault) => {
    expect(faults(change)).toEqual([fault]);
  });

  it("may last 168 hours to the minute", () => {
    expect(
      faults({ event: { ...answers.event, lastDay: "2027-05-08", lastTime: "18:00" } }),
    ).toEqual([]);
  });

  it("costs 21 pounds", () => {
    expect(feeFor(permit, facts("standard", "approved"), "2026-11-23")).toMatchObject({
      currency: "GBP",
      total: 2100,
    });
  });

  it("is permitted by silence", () => {
    expect(ON_DEADLINE[onDeadlineOf(police)]).toEqual({
      sends: "Approved",
      recorded: "deemedConsent",
    });
    expect(ON_DEADLINE[onDeadlineOf(hearing)]).toEqual({
      sends: "Approved",
      recorded: "deemedApproved",
    });
  });

  it.each([
    ["standard", "objected", false, true],
    ["standard", "deemedConsent", false, false],
    ["late", "objected", true, false],
  ] as const)(
    "given %s, %s: an objection refuses it alone: %s; it is heard: %s",
    (timing, outcome, refuses, heard) => {
      expect(holds(police.objectionRefusesIf!, facts(timing, outcome))).toBe(refuses);
      expect(holds(hearing.when!, facts(timing, outcome))).toBe(heard);
    },
  );
});
