import { describe, expect, it } from "vitest";
import { parseDay } from "../../../shared/calendar/day.ts";
import { dueAt } from "../../../shared/clock/due.ts";
import {
  endClock,
  restartClock,
  resumeClock,
  startClock,
  stopClock,
} from "../../../shared/clock/ledger.ts";
import { rescheduleOnce } from "../../../shared/clock/reschedule.ts";
import { calendars } from "../calendar/calendars.ts";
import { done, vn } from "./ledgers.ts";

const vietNam = calendars["viet-nam"];
const TEN_DAYS = { amount: 10, unit: "workingDays" } as const;
/** Due on Monday 16 November 2026. */
const running = startClock(vn("2026-11-02 09:00"));

function promise(ledger: typeof running, at: string, to: string) {
  const date = { at: vn(at), to: parseDay(to), reason: "overload" };
  return rescheduleOnce(ledger, date, TEN_DAYS, vietNam);
}

describe("a new date", () => {
  const promised = done(promise(running, "2026-11-13 16:59", "2026-11-20"));

  it("is promised up to the day before the due date, with its reason", () => {
    expect(promised.marks.at(-1)).toEqual({
      kind: "rescheduled",
      at: vn("2026-11-13 16:59"),
      to: "2026-11-20",
      reason: "overload",
    });
  });

  it.each([
    [
      "on the due date itself",
      promise(running, "2026-11-16 08:00", "2026-11-20"),
      "rescheduled-too-late",
    ],
    ["a second time", promise(promised, "2026-11-14 09:00", "2026-11-27"), "rescheduled-before"],
    [
      "a second time, though the clock was restarted",
      promise(
        done(restartClock(promised, vn("2026-11-14 09:00"))),
        "2026-11-17 09:00",
        "2026-12-11",
      ),
      "rescheduled-before",
    ],
    ["that is no later", promise(running, "2026-11-10 09:00", "2026-11-16"), "not-later"],
    [
      "on a day that is not worked",
      promise(running, "2026-11-10 09:00", "2026-11-21"),
      "not-a-working-day",
    ],
    [
      "while the clock stands still",
      promise(
        done(stopClock(running, vn("2026-11-05 09:00"), "supplement")),
        "2026-11-10 09:00",
        "2026-11-20",
      ),
      "not-running",
    ],
    [
      "after the file is decided",
      promise(
        done(endClock(running, vn("2026-11-05 09:00"), "decided")),
        "2026-11-10 09:00",
        "2026-11-20",
      ),
      "ended",
    ],
  ] as const)("is refused %s", (_, result, refusal) => {
    expect(result).toEqual({ ok: false, refusal });
  });

  it.each([
    {
      limit: { amount: 40, unit: "workingHours" },
      due: "2026-11-16 17:00",
      working: "3 h of Tue and 5 h of Wed stood still: Fri 13 and 8 h is all of Mon 16",
    },
    {
      limit: { amount: 200, unit: "hours" },
      due: "2026-11-14 17:00",
      working: "24 hours of the wall clock",
    },
  ] as const)(
    "of a limit of $limit.amount $limit.unit moves with a later pause: $working",
    ({ limit, due }) => {
      const date = { at: vn("2026-11-03 09:00"), to: parseDay("2026-11-13"), reason: "overload" };
      const promised = done(rescheduleOnce(running, date, limit, vietNam));
      const stopped = done(stopClock(promised, vn("2026-11-10 14:00"), "supplement"));
      const resumed = done(resumeClock(stopped, vn("2026-11-11 14:00")));
      expect(dueAt(resumed, limit, vietNam)).toBe(vn(due));
    },
  );
});
