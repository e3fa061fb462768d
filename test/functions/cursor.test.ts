import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cursorOf, positionOf } from "../../functions/cursor.ts";
import { Problem } from "../../shared/problem.ts";

const POSITION = { pk: "string", sk: "string", createdAt: "number" } as const;
const own = { party: "mine" };
const last = { pk: "APPLICATION#1", sk: "APPLICATION", createdAt: 5, party: "mine" };
const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a page cursor", () => {
  it("leads back to where the page ended", () => {
    expect(positionOf(cursorOf(last, ["party"]), own, POSITION)).toEqual(last);
  });

  it("is absent after the last page, and before the first", () => {
    expect(cursorOf(undefined, ["party"])).toBeUndefined();
    expect(positionOf(undefined, own, POSITION)).toBeUndefined();
  });

  it("does not tell the partition", () => {
    const cursor = cursorOf(last, ["party"]) ?? "";
    expect(Buffer.from(cursor, "base64url").toString()).not.toContain("mine");
  });

  it.each([
    ["another partition", { ...last, party: "theirs" }],
    ["a member too few", { pk: "x", sk: "y" }],
    ["a member too many", { pk: "x", sk: "y", createdAt: 1, more: 1 }],
    ["a number for a text", { pk: 1, sk: "y", createdAt: 1 }],
    ["a text for a number", { pk: "x", sk: "y", createdAt: "1" }],
    ["a number that no table keeps", { pk: "x", sk: "y", createdAt: 1e300 }],
    ["half a character", { pk: "\ud800", sk: "y", createdAt: 1 }],
    ["a list", [1, 2]],
    ["nothing", null],
  ])("is refused with %s", (_, value) => {
    expect(() => positionOf(made(value), own, POSITION)).toThrow(new Problem("invalid-cursor"));
  });

  it("is refused, or is a place in one's own list, whatever a client makes up", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => made(text)),
        ),
        (cursor) => {
          try {
            expect(positionOf(cursor, own, POSITION)).toMatchObject(own);
          } catch (error) {
            expect(error).toEqual(new Problem("invalid-cursor"));
          }
        },
      ),
    );
  });
});
