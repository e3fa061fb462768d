import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkChain, digest } from "../../../shared/audit/chain.ts";
import { Dossier } from "../../builders/application.ts";

const { trail } = new Dossier().due();

describe("the audit chain", () => {
  it("is whole as it was written", () => {
    expect(checkChain(trail)).toEqual({
      whole: true,
      events: trail.length,
      head: trail.at(-1)?.hash,
    });
  });

  it("tells that an event was taken out", () => {
    fc.assert(
      fc.property(fc.nat(trail.length - 2), (at) => {
        const check = checkChain(trail.toSpliced(at, 1));
        expect(check).toEqual({ whole: false, seq: at + 1, reason: "gap" });
      }),
    );
  });

  it("tells that an event was changed, in whatever member", () => {
    fc.assert(
      fc.property(
        fc.nat(trail.length - 1),
        fc.constantFrom("at", "actor", "body"),
        (at, member) => {
          const changed = trail.map((event, index) =>
            index === at ? { ...event, [member]: { forged: true } } : event,
          );
          expect(checkChain(changed as unknown as typeof trail)).toEqual({
            whole: false,
            seq: at + 1,
            reason: "altered",
          });
        },
      ),
    );
  });

  it("tells that an event was written anew with a hash that fits it", () => {
    const [first, second, ...rest] = trail;
    if (!first || !second) throw new Error("the trail is too short");
    const { hash: _, ...sealed } = { ...second, at: second.at + 1 };
    const forged = { ...sealed, hash: digest(sealed) };
    expect(checkChain([first, forged, ...rest])).toEqual({
      whole: false,
      seq: 3,
      reason: "unchained",
    });
  });

  it("does not depend on the order in which a store gives members back", () => {
    const reversed = trail.map(
      (event) => Object.fromEntries(Object.entries(event).reverse()) as unknown as typeof event,
    );
    expect(checkChain(reversed).whole).toBe(true);
  });
});
