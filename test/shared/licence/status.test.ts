import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  LICENCE_STATUSES,
  marksOf,
  mayChange,
  NEXT_STATUS,
  STATUS_ACTIONS,
  type StatusChange,
  standingAt,
  standingsOf,
} from "../../../shared/licence/status.ts";
import { markAt } from "../../../shared/status-list/marks.ts";

const licensed = (...changes: StatusChange[]) => ({ issuedAt: 0, expiresAt: 1000, changes });
const change = (action: StatusChange["action"], from: number): StatusChange => ({
  action,
  reason: action,
  from,
});

describe("the status of a licence", () => {
  it.each([
    ["active", ["suspend", "revoke", "surrender", "replace"]],
    ["suspended", ["reinstate", "revoke", "surrender", "replace"]],
    ["revoked", []],
    ["surrendered", []],
    ["replaced", []],
    ["expired", []],
  ] as const)(
    "lets a licence that is %s be changed by %j and by nothing else",
    (status, actions) => {
      expect(Object.keys(NEXT_STATUS[status]).sort()).toEqual([...actions].sort());
    },
  );

  it("is active from its issue, and expired from the first moment after its term", () => {
    expect(standingAt(licensed(), 0).status).toBe("active");
    expect(standingAt(licensed(), 999).status).toBe("active");
    expect(standingAt(licensed(), 1000)).toEqual({ status: "expired", since: 1000 });
  });

  it("stays revoked when its term is over, so that nobody takes the one for the other", () => {
    expect(standingAt(licensed(change("revoke", 10)), 5000).status).toBe("revoked");
  });

  it("expires out of a suspension", () => {
    expect(standingAt(licensed(change("suspend", 10)), 1000).status).toBe("expired");
  });

  it("changes on the date of effect, not on that of the decision", () => {
    const revoked = licensed(change("revoke", 500));
    expect(standingAt(revoked, 499).status).toBe("active");
    expect(standingAt(revoked, 500)).toEqual({ status: "revoked", since: 500, reason: "revoke" });
  });

  it("lets what is decided for today go before what was decided for later", () => {
    const both = licensed(change("suspend", 500), change("revoke", 100));
    expect(standingsOf(both).map(({ status }) => status)).toEqual(["active", "revoked"]);
    const eased = licensed(change("revoke", 500), change("suspend", 100));
    expect(standingsOf(eased).map(({ status }) => status)).toEqual([
      "active",
      "suspended",
      "revoked",
    ]);
  });

  it("cannot be changed any more when it has expired by the date of effect", () => {
    expect(mayChange(licensed(), "revoke", 999)).toBe(true);
    expect(mayChange(licensed(), "revoke", 1000)).toBe(false);
  });

  it("never leaves an end, whatever is decided, and its mark in the status list says the same", () => {
    const arbitrary = fc.array(
      fc.record({
        action: fc.constantFrom(...STATUS_ACTIONS),
        reason: fc.constant("reason"),
        from: fc.integer({ min: 1, max: 1200 }),
      }),
      { maxLength: 12 },
    );
    const ends = new Set(["revoked", "surrendered", "replaced"]);
    fc.assert(
      fc.property(arbitrary, (changes) => {
        const given = licensed(...changes);
        const mark = { index: 1, changes: marksOf(given) };
        let ended = false;
        const moments = changes.flatMap(({ from }) => [from - 1, from, from + 1]);
        for (const now of moments.filter((at) => at < 1000).sort((a, b) => a - b)) {
          const { status } = standingAt(given, now);
          expect(LICENCE_STATUSES).toContain(status);
          if (ended) expect(ends.has(status)).toBe(true);
          ended ||= ends.has(status);
          const listed = status === "active" ? "valid" : ended ? "invalid" : "suspended";
          expect(markAt(mark, now)).toBe(listed);
        }
      }),
      { seed: 20_261_126, numRuns: 60 },
    );
  });
});
