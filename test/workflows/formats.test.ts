import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { line, paragraphs } from "../../workflows/formats/line.ts";
import { isTaxCode, isTelephone } from "../../workflows/formats/vietnam.ts";

describe("a Vietnamese tax code", () => {
  it.each(["0100233488", "0314409058", "0314409058-002", "079123456789"])("may be %s", (code) => {
    expect(isTaxCode(code)).toBe(true);
  });

  it.each([
    "",
    "0100233489",
    "0314409058-000",
    "0314409058002",
    "01002334888",
    "0100000007",
    " 0100233488",
    "01002334８8",
  ])("is never %j", (code) => {
    expect(isTaxCode(code)).toBe(false);
  });

  it("has its check digit find every single wrong digit", () => {
    const position = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digits = [..."0100233488"];
        digits[at] = String((Number(digits[at]) + by) % 10);
        expect(isTaxCode(digits.join(""))).toBe(false);
      }),
    );
  });
});

describe("a telephone number", () => {
  it.each(["0905123456", "02363822222", "+84905123456", "+442079460000"])("may be %s", (number) => {
    expect(isTelephone(number)).toBe(true);
  });

  it.each(["905123456", "0905 123 456", "+0905123456", "+84", "0905123456x", ""])(
    "is never %j",
    (number) => {
      expect(isTelephone(number)).toBe(false);
    },
  );
});

describe("a line of text", () => {
  it.each(["Quán rượu Bà Năm", "a", "க்\u200Dஷ", "۱۲\u200Cها", "متجر (1)\u200F", "🏮"])(
    "may be %j",
    (text) => {
      expect(line().safeParse(text).success).toBe(true);
    },
  );

  it.each([
    "",
    "   ",
    "a\tb",
    "a\nb",
    "a\u0000",
    "x".repeat(301),
    "Quán \u202Etxt.exe",
    "a\u2066b",
    "a\u200Bb",
    "a\uFEFFb",
    "a\u{E0041}",
    "\u200C\u200D",
  ])("is never %j", (text) => {
    expect(line().safeParse(text).success).toBe(false);
  });
});

describe("paragraphs", () => {
  it.each(["Thiếu trang cuối.\r\n\tXin bổ sung.", "a"])("may be %j", (text) => {
    expect(paragraphs().safeParse(text).success).toBe(true);
  });

  it.each(["", "\n\n", "a\u0007", "a\u202Eb", "\u200D"])("are never %j", (text) => {
    expect(paragraphs().safeParse(text).success).toBe(false);
  });
});
