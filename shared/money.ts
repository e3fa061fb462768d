/** Amounts of money: whole minor units of a currency, said for people. */

/**
 * An amount in words of a language, by its ISO 4217 code: 120050 of GBP is "GBP 1,200.50", 1200000
 * of VND, which has no minor unit, is "VND 1,200,000".
 */
export function amountInWords(minorUnits: number, currency: string, language: string): string {
  const format = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "code",
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  // A plain space: the no-break one that Unicode prefers gets lost when people copy and search.
  return format.format(minorUnits / 10 ** digits).replaceAll(/[\u00a0\u202f]/g, " ");
}
