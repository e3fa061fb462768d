import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatPointer,
  PointerSyntaxError,
  parsePointer,
  resolvePointer,
} from "../../../shared/permit/pointer.ts";

/** The document of RFC 6901, section 5. */
const document = {
  foo: ["bar", "baz"],
  "": 0,
  "a/b": 1,
  "c%d": 2,
  "e^f": 3,
  "g|h": 4,
  "i\\j": 5,
  'k"l': 6,
  " ": 7,
  "m~n": 8,
};

describe("a JSON Pointer", () => {
  it.each([
    ["", document],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/c%d", 2],
    ["/e^f", 3],
    ["/g|h", 4],
    ["/i\\j", 5],
    ['/k"l', 6],
    ["/ ", 7],
    ["/m~0n", 8],
  ])("resolves %j as RFC 6901 does", (pointer, value) => {
    expect(resolvePointer(document, pointer)).toEqual(value);
  });

  it.each([
    "/nothing",
    "/foo/2",
    "/foo/-",
    "/foo/00",
    "/foo/length",
    "/foo/bar/baz",
    "/toString",
    "/__proto__",
  ])("finds nothing at %j", (pointer) => {
    expect(resolvePointer(document, pointer)).toBeUndefined();
  });

  it.each(["foo", "/a~b", "/a~2"])("refuses %j", (pointer) => {
    expect(() => parsePointer(pointer)).toThrow(PointerSyntaxError);
  });

  it("comes back from any path", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (path) => {
        expect(parsePointer(formatPointer(path))).toEqual(path);
      }),
    );
  });

  it("writes ~1 for what stands as ~1 in a name", () => {
    expect(formatPointer(["~1"])).toBe("/~01");
    expect(parsePointer("/~01")).toEqual(["~1"]);
  });
});
