import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Case } from "../../../shared/application/case.ts";
import { compileCalendar } from "../../../shared/calendar/working.ts";
import { composeRecord } from "../../../shared/licence/compose.ts";
import { checkRecord } from "../../../shared/licence/record.ts";
import { roomFaults } from "../../../shared/licence/room.ts";
import { englandAndWales } from "../../../workflows/authorities/calendars/england-and-wales.ts";
import { temporaryEventNoticeV1 } from "../../../workflows/permits/temporary-event-notice/v1.ts";
import { Dossier } from "../../builders/application.ts";

const answers = {
  name: "Emma Clarke",
  premises: { address: "Parish hall", nature: "Hall" },
  activities: { alcohol: true, clubAlcohol: false, entertainment: true, lateRefreshment: false },
  event: {
    firstDay: "2027-06-12",
    firstTime: "18:00",
    lastDay: "2027-06-13",
    lastTime: "01:00",
    times: "Evening",
  },
  maximumPeople: 120,
};
const reserved = { number: "TEN/1", statusList: "list-1", statusIndex: 7, kid: "k".repeat(43) };

function caseAt(moment: string): Case {
  const { application, law } = new Dossier();
  const calendar = compileCalendar(englandAndWales);
  const now = Date.parse(moment);
  return { ...law, permit: temporaryEventNoticeV1, calendar, application, now };
}

/** The record of an event in June, on British summer time, issued at a moment. */
function issuedAt(moment: string) {
  const random = { bytes: (length: number) => randomBytes(length) };
  return composeRecord(caseAt(moment), answers, reserved, random);
}
const seconds = (moment: string) => Date.parse(moment) / 1000;

describe("a licence for days that the applicant chose", () => {
  it("begins with the first of them and ends with the last, by the authority's own clock", () => {
    const record = issuedAt("2027-06-01T10:00:00+01:00");
    expect(record).toMatchObject({
      iat: seconds("2027-06-01T10:00:00+01:00"),
      nbf: seconds("2027-06-12T00:00:00+01:00"),
      exp: seconds("2027-06-14T00:00:00+01:00"),
    });
    expect(() => checkRecord(record)).not.toThrow();
  });

  it("is valid at once where they have begun", () => {
    expect(issuedAt("2027-06-12T09:00:00+01:00")).not.toHaveProperty("nbf");
  });

  it("expires at once where they are over: it stands still for ever otherwise", () => {
    const record = issuedAt("2027-06-20T09:00:00+01:00");
    expect(record.exp).toBe(record.iat + 1);
    expect(() => checkRecord(record)).not.toThrow();
  });
});

describe("what a licence is to say", () => {
  const faultsOf = (changes: object) =>
    roomFaults(caseAt("2027-05-01T10:00:00+01:00"), { ...answers, ...changes });
  const unlike = (length: number) => randomBytes(length).toString("base64url").slice(0, length);

  it("fits, as a rule", () => {
    expect(faultsOf({})).toEqual([]);
  });

  it("may be whether its notice was in time, before that is settled", () => {
    const { licence } = temporaryEventNoticeV1;
    const value = "/notice/timing";
    const timing = { ...licence.claims[0]!, id: "timing", value, printed: false };
    const permit = {
      ...temporaryEventNoticeV1,
      licence: { ...licence, claims: [...licence.claims, timing] },
    };
    expect(roomFaults({ ...caseAt("2027-05-01T10:00:00+01:00"), permit }, answers)).toEqual([]);
  });

  it("is refused at the longest answer where no printed code would hold it", () => {
    const premises = { address: unlike(4000), nature: "Hall" };
    expect(faultsOf({ premises })).toMatchObject([
      { pointer: "/answers/premises/address", code: "no-room" },
    ]);
  });

  it("is refused where it compresses into a code, and is too long for any verifier", () => {
    const premises = { address: "a".repeat(70_000), nature: "Hall" };
    expect(faultsOf({ premises })).toMatchObject([{ code: "no-room" }]);
  });
});
