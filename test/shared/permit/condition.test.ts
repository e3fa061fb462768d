import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  all,
  any,
  type Condition,
  explainCondition,
  type Facts,
  fact,
  factsOf,
  holds,
  not,
} from "../../../shared/permit/condition.ts";

const facts: Facts = {
  answers: { rooms: 3, kind: "inn", open: false, note: null, places: [{ address: "x" }] },
  applicant: { kind: "person" },
  place: { code: "a", area: "urban" },
};

describe("a condition", () => {
  it.each<[string, Condition, boolean]>([
    ["equals the same value", fact("/answers/rooms").equals(3), true],
    ["does not equal the same digits as a text", fact("/answers/rooms").equals("3"), false],
    ["equals false where it is false", fact("/answers/open").equals(false), true],
    ["does not equal false where it is absent", fact("/answers/closed").equals(false), false],
    ["is one of several", fact("/answers/kind").oneOf("bar", "inn"), true],
    ["is none of several", fact("/answers/kind").oneOf("bar"), false],
    ["is at least itself", fact("/answers/rooms").atLeast(3), true],
    ["is not at least one more", fact("/answers/rooms").atLeast(4), false],
    ["is not below itself", fact("/answers/rooms").below(3), false],
    ["is below one more", fact("/answers/rooms").below(4), true],
    ["is neither at least nor below where it is no number", fact("/answers/kind").below(4), false],
    ["is present where it is false", fact("/answers/open").isPresent(), true],
    ["is absent where it is null", fact("/answers/note").isAbsent(), true],
    ["reads into lists", fact("/answers/places/0/address").equals("x"), true],
    ["reads the applicant", fact("/applicant/kind").equals("person"), true],
    ["does not read what every object inherits", fact("/answers/toString").isPresent(), false],
    ["holds with all of nothing", all(), true],
    ["does not hold with any of nothing", any(), false],
  ])("%s", (_, condition, expected) => {
    expect(holds(condition, facts)).toBe(expected);
  });

  const arbitrary = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: "small" },
      fc.integer({ min: 1, max: 5 }).map((value) => fact("/answers/rooms").atLeast(value)),
      fc.constantFrom("inn", "bar").map((value) => fact("/answers/kind").equals(value)),
      fc.array(tie("condition"), { maxLength: 3 }).map((parts) => all(...parts)),
      fc.array(tie("condition"), { maxLength: 3 }).map((parts) => any(...parts)),
      tie("condition").map(not),
    ),
  })).condition;

  it("holds exactly where its opposite does not", () => {
    fc.assert(
      fc.property(arbitrary, (condition) => {
        expect(holds(not(condition), facts)).toBe(!holds(condition, facts));
      }),
    );
  });

  it("survives being stored as JSON", () => {
    fc.assert(
      fc.property(arbitrary, (condition) => {
        expect(holds(JSON.parse(JSON.stringify(condition)), facts)).toBe(holds(condition, facts));
      }),
    );
  });

  it("names each fact it reads once", () => {
    const condition = all(
      fact("/a").equals(1),
      any(fact("/b").isPresent(), not(fact("/a").below(2))),
    );
    expect(factsOf(condition)).toEqual(["/a", "/b"]);
  });
});

describe("a condition in words", () => {
  const condition = all(
    fact("/answers/kind").equals("inn"),
    any(fact("/answers/rooms").atLeast(3), fact("/answers/open").equals(true)),
  );
  const names = {
    fact: (pointer: string) =>
      pointer === "/answers/kind" ? { en: "the kind", vi: "loại hình" } : undefined,
    value: (_: string, value: unknown) =>
      value === "inn" ? { en: "an inn", vi: "nhà nghỉ" } : undefined,
  };

  it("reads like English", () => {
    expect(explainCondition(condition, "en", names)).toBe(
      "the kind is an inn and (/answers/rooms is at least 3 or /answers/open is yes)",
    );
  });

  it("reads like Vietnamese", () => {
    expect(explainCondition(condition, "vi", names)).toBe(
      "loại hình là nhà nghỉ và (/answers/rooms từ 3 trở lên hoặc /answers/open là có)",
    );
  });

  it.each<[Condition, string]>([
    [all(), "always"],
    [any(), "never"],
    [not(fact("/x").isPresent()), "not (/x is given)"],
    [not(fact("/x").equals(1)), "/x is not 1"],
    [fact("/x").isAbsent(), "/x is not given"],
    [fact("/x").oneOf(1, 2), "/x is 1 or 2"],
    [all(any(fact("/x").below(2))), "/x is below 2"],
  ])("says %j", (one, words) => {
    expect(explainCondition(one, "en")).toBe(words);
  });
});
