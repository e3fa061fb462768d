import { describe, expect, it } from "vitest";
import { dueAt } from "../../../shared/clock/due.ts";
import { elapsedAt } from "../../../shared/clock/elapsed.ts";
import {
  clockState,
  continueClock,
  endClock,
  extendClock,
  intervals,
  type Ledger,
  restartClock,
  resumeClock,
  startClock,
  stopClock,
} from "../../../shared/clock/ledger.ts";
import { calendars } from "../calendar/calendars.ts";
import { LEDGER_CASES } from "./ledger-cases.ts";
import { done, ledgerOf, vn } from "./ledgers.ts";

const vietNam = calendars["viet-nam"];
const TEN_DAYS = { amount: 10, unit: "workingDays" } as const;
const iso = (instant: number | undefined) =>
  instant === undefined ? undefined : new Date(instant).toISOString();

describe("a ledger's due date", () => {
  it.each(LEDGER_CASES)("with $name: $working", ({ limit, happened, due }) => {
    expect(iso(dueAt(ledgerOf(happened, limit), limit, vietNam))).toBe(
      iso((due && vn(due)) || undefined),
    );
  });

  it.each(LEDGER_CASES)("with $name survives JSON", ({ limit, happened }) => {
    const ledger = ledgerOf(happened, limit);
    expect(JSON.parse(JSON.stringify(ledger))).toEqual(ledger);
  });
});

describe("an operation on a clock", () => {
  const running = startClock(vn("2026-11-02 09:00"));
  const stopped = done(stopClock(running, vn("2026-11-05 10:00"), "supplement"));
  const ended = done(endClock(running, vn("2026-11-05 10:00"), "decided"));
  const later = vn("2026-11-06 09:00");

  it.each([
    ["stopping a stopped clock", stopClock(stopped, later, "payment"), "not-running"],
    ["resuming a running clock", resumeClock(running, later), "not-stopped"],
    ["stopping an ended clock", stopClock(ended, later, "supplement"), "ended"],
    ["resuming an ended clock", resumeClock(ended, later), "ended"],
    ["restarting an ended clock", restartClock(ended, later), "ended"],
    ["ending it twice", endClock(ended, later, "decided"), "ended"],
    ["extending it by nothing", extendClock(running, later, 0, "complex"), "not-more"],
    [
      "going back in time",
      stopClock(running, vn("2026-11-02 08:59"), "supplement"),
      "back-in-time",
    ],
  ] as const)("is refused: %s", (_, result, refusal) => {
    expect(result).toEqual({ ok: false, refusal });
  });

  it("leaves the ledger it was given as it was", () => {
    const before = structuredClone(running);
    stopClock(running, later, "supplement");
    expect(running).toEqual(before);
  });

  it("after a supplement follows the permit's rule", () => {
    const resumed = done(continueClock(stopped, later, "pause"));
    const restarted = done(continueClock(stopped, later, "restart"));
    expect([resumed.marks.at(-1)!.kind, restarted.marks.at(-1)!.kind]).toEqual([
      "resumed",
      "restarted",
    ]);
  });

  it.each([
    ["running", running],
    ["stopped", stopped],
    ["ended", ended],
    ["running", done(extendClock(running, later, 2, "complex"))],
  ] as [string, Ledger][])("leaves it %s", (state, ledger) => {
    expect(clockState(ledger)).toBe(state);
  });
});

describe("the intervals of a ledger", () => {
  it("follow each other without a gap, and say which of them a restart superseded", () => {
    const ledger = ledgerOf(
      [
        ["start", "2026-11-02 09:00"],
        ["stop", "2026-11-05 10:00"],
        ["restart", "2026-11-12 09:00"],
        ["extend", "2026-11-13 09:00", 2],
        ["end", "2026-11-20 09:00"],
      ],
      TEN_DAYS,
    );
    expect(intervals(ledger)).toEqual([
      {
        state: "running",
        from: vn("2026-11-02 09:00"),
        to: vn("2026-11-05 10:00"),
        reason: "accepted",
        superseded: true,
      },
      {
        state: "stopped",
        from: vn("2026-11-05 10:00"),
        to: vn("2026-11-12 09:00"),
        reason: "supplement",
        superseded: true,
      },
      {
        state: "running",
        from: vn("2026-11-12 09:00"),
        to: vn("2026-11-20 09:00"),
        reason: "supplement",
        superseded: false,
      },
    ]);
  });
});

describe("the time that a clock has used", () => {
  const paused = ledgerOf(
    [
      ["start", "2026-11-02 09:00"],
      ["stop", "2026-11-05 10:00"],
      ["resume", "2026-11-12 09:00"],
    ],
    TEN_DAYS,
  );

  it.each([
    ["2026-11-02 16:00", 0, 10, "the first day is not counted"],
    ["2026-11-04 08:00", 2, 8, "3 4"],
    ["2026-11-10 08:00", 3, 7, "3 4 5, then stopped"],
    ["2026-11-12 10:00", 3, 7, "the day of resumption is not counted"],
    ["2026-11-15 10:00", 4, 6, "and 13; Sunday adds nothing"],
    ["2026-12-31 10:00", 10, 0, "no more than there is"],
  ])("by %s is %i days, and %i are left: %s", (at, used, remaining) => {
    expect(elapsedAt(paused, TEN_DAYS, vietNam, vn(at))).toEqual({
      unit: "workingDays",
      used,
      remaining,
    });
  });

  it("is in hours for a limit in hours, and in days for one in months", () => {
    const ledger = startClock(vn("2026-11-09 09:00"));
    const noon = vn("2026-11-09 12:00");
    const week = vn("2026-11-16 09:00");
    expect(elapsedAt(ledger, { amount: 8, unit: "workingHours" }, vietNam, noon)).toEqual({
      unit: "workingHours",
      used: 2.5,
      remaining: 5.5,
    });
    expect(elapsedAt(ledger, { amount: 1, unit: "months" }, vietNam, week)).toEqual({
      unit: "calendarDays",
      used: 7,
      remaining: 23,
    });
  });
});
