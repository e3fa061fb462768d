/** Where one moment more or less decides: each case falls if its comparison is off by one. */
import { describe, expect, it } from "vitest";
import { parseDay } from "../../../shared/calendar/day.ts";
import { dueAt, latestStart } from "../../../shared/clock/due.ts";
import { resumeClock, startClock, stopClock } from "../../../shared/clock/ledger.ts";
import type { Limit } from "../../../shared/clock/limit.ts";
import { rescheduleOnce } from "../../../shared/clock/reschedule.ts";
import { calendars } from "../calendar/calendars.ts";
import { done, vn } from "./ledgers.ts";

const vietNam = calendars["viet-nam"];
const england = calendars["england-and-wales"];
const at = (text: string) => Date.parse(text);

describe("at an edge", () => {
  it("a pause before the competent unit had the file takes nothing from its limit and adds nothing", () => {
    const limit: Limit = { amount: 4, unit: "workingHours" };
    const forwarded = startClock(vn("2026-11-06 15:30"), "forwarded", vn("2026-11-09 07:00"));
    const stopped = done(stopClock(forwarded, vn("2026-11-06 15:40"), "supplement"));
    const resumed = done(resumeClock(stopped, vn("2026-11-06 16:00")));
    // Received Mon 9 at 7:00, 4 h.
    expect(dueAt(resumed, limit, vietNam)).toBe(vn("2026-11-09 11:00"));
  });

  it("a stop at the very moment of a new date moves that date too", () => {
    const limit: Limit = { amount: 3, unit: "workingDays" };
    const now = vn("2026-11-10 10:00");
    const date = { at: now, to: parseDay("2026-11-16"), reason: "overload" };
    const started = startClock(vn("2026-11-09 09:00"));
    const promised = done(rescheduleOnce(started, date, limit, vietNam));
    const stopped = done(stopClock(promised, now, "supplement"));
    const resumed = done(resumeClock(stopped, vn("2026-11-12 09:00")));
    // Tue 10 to Thu 12 is two working days: Mon 16 moves to Wed 18.
    expect(dueAt(resumed, limit, vietNam)).toBe(vn("2026-11-18 17:00"));
  });

  it("what is resumed at the instant of closing, with nothing left, is due at that instant", () => {
    const limit: Limit = { amount: 1, unit: "workingDays" };
    const started = startClock(at("2026-11-09T10:00Z"));
    // Tue 10, the one day, was used up when it stopped.
    const stopped = done(stopClock(started, at("2026-11-10T12:00Z"), "supplement"));
    const closing = at("2026-11-12T17:00Z");
    expect(dueAt(done(resumeClock(stopped, closing)), limit, england)).toBe(closing);
    const later = done(resumeClock(stopped, closing + 1));
    expect(dueAt(later, limit, england)).toBe(at("2026-11-13T17:00Z"));
  });

  it("what was stopped on the day that its last day rolled to is not due before it goes on", () => {
    const limit: Limit = { amount: 12, unit: "calendarDays" };
    const started = startClock(vn("2026-11-09 09:00"));
    // 9 + 12 = Sat 21, rolls to Mon 23, on which it is stopped.
    const stopped = done(stopClock(started, vn("2026-11-23 10:00"), "supplement"));
    const resumed = done(resumeClock(stopped, vn("2026-11-27 09:00")));
    expect(dueAt(resumed, limit, vietNam)).toBe(vn("2026-11-27 17:00"));
  });

  it("the last day of a long month is the latest start of what ends with a short one", () => {
    const limit: Limit = { amount: 1, unit: "months" };
    // 28, 29, 30 and 31 January all end on Fri 28 February 2025.
    expect(latestStart(at("2025-02-28T17:00Z"), limit, england)).toBe(
      at("2025-01-31T23:59:59.999Z"),
    );
  });
});
