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
  it("is what JSON says it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value);
        expect(parseBody(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(["", "{", "{]", "undefined", "{'a':1}", '{"a":1,}', "\u0000"])(
    "is refused where it is no JSON: %j",
    (text) => {
      expect(code(text)).toBe("malformed-json");
    },
  );

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
