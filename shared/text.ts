/** BCP 47 primary language tags that the platform itself speaks; a third language is a data file. */
export const LANGUAGES = ["en", "vi"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in the languages it exists in. English always does: it is what the others fall back to. */
export interface Text {
  readonly en: string;
  readonly [language: string]: string | undefined;
}

/** The text in a language, or in English where it lacks that one. */
export function say(text: Text, language: string): string {
  return text[language] ?? text.en;
}

/**
 * A text with its `{placeholders}` filled, in every language that the template speaks. A value that
 * is itself a text is said in the same language; a placeholder without a value stays as it is.
 */
export function fill(
  template: Text,
  values: Readonly<Record<string, Text | string | number>>,
): Text {
  const inLanguage = (language: string) =>
    say(template, language).replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = values[name];
      if (value === undefined) return placeholder;
      return typeof value === "object" ? say(value, language) : String(value);
    });
  return Object.fromEntries(
    Object.keys(template).map((language) => [language, inLanguage(language)]),
  ) as unknown as Text;
}

/**
 * The language of an `Accept-Language` header (RFC 9110, 12.5.4) that we speak and that is liked
 * best, or the fallback.
 */
export function preferredLanguage(header: string | undefined, fallback: Language = "en"): Language {
  const ranges = (header ?? "").split(",").map((range, order) => {
    const [tag = "", ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    return { tag: tag.split("-")[0], weight: quality ? Number(quality.slice(2)) : 1, order };
  });
  const liked = ranges
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.order - b.order)
    .find(({ tag }) => (LANGUAGES as readonly string[]).includes(tag ?? ""));
  return (liked?.tag as Language | undefined) ?? fallback;
}
