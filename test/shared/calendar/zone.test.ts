import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDay } from "../../../shared/calendar/day.ts";
import { DAY, MINUTE, zoneOf } from "../../../shared/calendar/zone.ts";

const HOUR = 60 * MINUTE;
const london = zoneOf("Europe/London");
const at = (text: string) => Date.parse(text);
const clock = (hours: number, minutes = 0) => hours * HOUR + minutes * MINUTE;

describe("Europe/London", () => {
  it.each([
    ["2026-03-29T00:59:59.999Z", 0],
    ["2026-03-29T01:00:00.000Z", 1],
    ["2026-10-25T00:59:59.999Z", 1],
    ["2026-10-25T01:00:00.000Z", 0],
    ["2027-03-28T01:00:00.000Z", 1],
    ["2027-10-31T00:59:59.999Z", 1],
  ])("is at %s %i hours ahead of UTC", (instant, hours) => {
    expect(london.offsetAt(at(instant))).toBe(hours * HOUR);
  });

  it("shows half past midnight of the next day at half past eleven UTC in summer", () => {
    expect(london.localOf(at("2026-07-02T23:30:00Z"))).toEqual({
      day: parseDay("2026-07-03"),
      sinceMidnight: clock(0, 30),
    });
  });

  it("reads a time in the spring gap with the offset before it: one hour later on the wall", () => {
    expect(london.instantOf(parseDay("2026-03-29"), clock(1, 30))).toBe(at("2026-03-29T01:30:00Z"));
  });

  it("reads a time in the autumn overlap as its first occurrence", () => {
    expect(london.instantOf(parseDay("2026-10-25"), clock(1, 30))).toBe(at("2026-10-25T00:30:00Z"));
  });

  it.each([
    ["2026-03-29", 23],
    ["2026-10-25", 25],
    ["2026-06-01", 24],
  ])("has a day %s of %i hours", (date, hours) => {
    const day = parseDay(date);
    expect(london.instantOf(day + 1, 0) - london.instantOf(day, 0)).toBe(hours * HOUR);
  });
});

describe("a zone without daylight saving", () => {
  it.each([
    ["Asia/Ho_Chi_Minh", 7 * HOUR],
    ["Asia/Kolkata", 5 * HOUR + 30 * MINUTE],
  ])("%s is always as far ahead", (name, offset) => {
    fc.assert(
      fc.property(fc.integer({ min: at("2000-01-01"), max: at("2100-01-01") }), (instant) => {
        expect(zoneOf(name).offsetAt(instant)).toBe(offset);
      }),
    );
  });
});

describe("any zone", () => {
  const zones = ["Europe/London", "Asia/Ho_Chi_Minh", "Asia/Kolkata", "Australia/Lord_Howe"];
  const instants = fc.integer({ min: at("2020-01-01"), max: at("2035-01-01") });

  it.each(zones)("%s shows the wall clock that Intl shows", (name) => {
    const format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: name,
      dateStyle: "short",
      timeStyle: "medium",
    });
    fc.assert(
      fc.property(instants, (instant) => {
        const { day, sinceMidnight } = zoneOf(name).localOf(instant);
        const shown = new Date(day * DAY + sinceMidnight).toISOString().slice(0, 19);
        expect(shown.replace("T", " ")).toBe(format.format(instant));
      }),
    );
  });

  it.each(zones)("%s gives the instant back, but for the hour that comes twice", (name) => {
    const zone = zoneOf(name);
    fc.assert(
      fc.property(instants, (instant) => {
        const { day, sinceMidnight } = zone.localOf(instant);
        const back = zone.instantOf(day, sinceMidnight);
        expect(zone.localOf(back)).toEqual({ day, sinceMidnight });
        expect(back === instant || instant - back <= HOUR).toBe(true);
      }),
    );
  });

  it("is refused under a name that nobody knows", () => {
    expect(() => zoneOf("Asia/Quang_Nam")).toThrow(RangeError);
  });
});
