import { describe, expect, it } from "vitest";
import { amountInWords } from "../../shared/money.ts";

describe("an amount in words", () => {
  it.each([
    [1_200_000, "VND", "en", "VND 1,200,000"],
    [2100, "GBP", "en", "GBP 21.00"],
    [500_000, "INR", "en", "INR 5,000.00"],
    [1_200_000, "VND", "vi", "1.200.000 VND"],
    [0, "GBP", "en", "GBP 0.00"],
  ])("of %i minor units of %s in %s", (amount, currency, language, words) => {
    expect(amountInWords(amount, currency, language)).toBe(words);
  });
});
