import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS, parseBody } from "../../functions/body.ts";
import { Problem } from "../../shared/problem.ts";

const code = (text: string) => {
  try {
    parseBody(text);
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
  return "parsed";
};
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("a body", () => {
  it("is what JSON says it is, or holds what no table does", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value);
        const outcome = code(text);
        if (outcome === "parsed") expect(parseBody(text)).toEqual(JSON.parse(text));
        else expect(outcome).toBe("validation-failed");
      }),
    );
  });

  it.each(["", "{", "{]", "undefined", "{'a':1}", '{"a":1,}', "\u0000"])(
    "is refused where it is no JSON: %j",
    (text) => {
      expect(code(text)).toBe("malformed-json");
    },
  );

  it.each([
    ['{"a":1e400}', "/a"],
    ['{"a":[0,1e300]}', "/a/1"],
    ['{"a":1e-200}', "/a"],
    ['{"a":9007199254740993}', "/a"],
    ['["\\ud800"]', "/0"],
    ['{"a":{"__proto__":{"b":1}}}', "/a/__proto__"],
  ])("is refused by pointer where no table keeps it as it was said: %s", (text, pointer) => {
    const faults = [expect.objectContaining({ pointer })];
    expect(() => parseBody(text)).toThrow(expect.objectContaining({ faults }));
  });

  it("keeps numbers, letters and members of every honest kind", () => {
    const text = '{"a":[0,-1,45.5,9007199254740991,1e-9],"b":"đ 😀 \\u0000","constructor":1}';
    expect(parseBody(text)).toEqual(JSON.parse(text));
  });

  it("may be as deep as the limit, and no deeper", () => {
    expect(code(nested(LIMITS.depth))).toBe("parsed");
    expect(code(nested(LIMITS.depth + 1))).toBe("malformed-json");
  });

  it("is measured before it is parsed: a bomb is not built", () => {
    expect(code("[".repeat(200_000))).toBe("malformed-json");
    expect(code(`[${"1,".repeat(LIMITS.values)}1]`)).toBe("malformed-json");
  });

  it("does not take brackets in a text for depth, whatever is escaped before them", () => {
    expect(parseBody(JSON.stringify({ a: `\\"${"[".repeat(100)}` }))).toEqual({
      a: `\\"${"[".repeat(100)}`,
    });
  });

  it("is counted in bytes, not in characters", () => {
    const bytes = (text: string) => code(JSON.stringify(text));
    expect(bytes("a".repeat(LIMITS.bytes - 2))).toBe("parsed");
    expect(bytes("a".repeat(LIMITS.bytes - 1))).toBe("body-too-large");
    expect(bytes("ở".repeat(LIMITS.bytes / 3))).toBe("body-too-large");
  });
});
