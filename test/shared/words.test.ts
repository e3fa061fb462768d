import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isId, newId } from "../../shared/id.ts";
import { fillPattern } from "../../shared/pattern.ts";
import { PROBLEMS, Problem, type ProblemCode } from "../../shared/problem.ts";
import { fill, preferredLanguage, say } from "../../shared/text.ts";

describe("an id", () => {
  const random = (byte: number) => ({
    bytes: (length: number) => new Uint8Array(length).fill(byte),
  });
  const at = (now: number, byte = 0) => newId({ now: () => now }, random(byte));

  it("has the form of an id, whatever the time and the chance", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 47), fc.nat(255), (now, byte) => {
        expect(isId(at(now, byte))).toBe(true);
      }),
    );
  });

  it("sorts by age, whatever the chance", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 47), fc.nat(255), fc.nat(255), (now, a, b) => {
        expect(at(now, a) < at(now + 1, b)).toBe(true);
      }),
    );
  });

  it.each([
    "",
    "01K0000000000000000000007X",
    "01k000000000000000000000",
    "81k0000000000000000000007x",
    "01k000000000000000000000il",
  ])("is not %j", (text) => {
    expect(isId(text)).toBe(false);
  });
});

describe("a pattern", () => {
  it("pads a number to its width, and writes a longer one whole", () => {
    const pattern = "{agency}-{yymmdd}-{sequence:4}";
    const of = (sequence: number) =>
      fillPattern(pattern, { agency: "H15", yymmdd: "261008", sequence });
    expect([of(975), of(12_345)]).toEqual(["H15-261008-0975", "H15-261008-12345"]);
  });

  it("refuses a placeholder that nobody fills", () => {
    expect(() => fillPattern("{moon}", {})).toThrow("{moon}");
  });
});

describe("a problem", () => {
  it.each(Object.keys(PROBLEMS) as ProblemCode[])("%s says its title in both languages", (code) => {
    const [en, vi] = ["en", "vi"].map((language) => new Problem(code).document(language));
    expect(en?.title).not.toBe(vi?.title);
    expect(en).toMatchObject({
      status: PROBLEMS[code].status,
      type: `urn:licentia:problem:${code}`,
    });
  });

  it("has no detail and no faults where it was given none", () => {
    expect(Object.keys(new Problem("busy").document("en"))).toEqual([
      "type",
      "title",
      "status",
      "code",
      "retryable",
    ]);
  });
});

describe("a text", () => {
  it("is said in English where it lacks a language", () => {
    expect(say({ en: "fee" }, "vi")).toBe("fee");
  });

  it("is filled in every language with values in the same, and leaves what it does not know", () => {
    const filled = fill(
      { en: "{what} {n} {x}", vi: "{what} {n}" },
      { what: { en: "fee", vi: "phí" }, n: 3 },
    );
    expect(filled).toEqual({ en: "fee 3 {x}", vi: "phí 3" });
  });
});

describe("the language that a reader likes best", () => {
  it.each([
    [undefined, "en"],
    ["", "en"],
    ["vi", "vi"],
    ["vi-VN,vi;q=0.9,en;q=0.8", "vi"],
    ["fr, vi;q=0.3, en;q=0.7", "en"],
    ["en;q=0, vi;q=0.1", "vi"],
    ["fr, de", "en"],
    ["VI", "vi"],
    ["*", "en"],
    [";;;,q=", "en"],
  ])("of %j is %s", (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
