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
 * The language of an `Accept-Language` header (RFC 9110, 12.5.4) that we speak and that is liked
 * best, or the fallback.
 */
export function preferredLanguage(header: string | undefined, fallback: Language = "en"): Language {
  const ranges = (header ?? "").split(",").map((range, order) => {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    return { tag: tag.split("-")[0], weight: quality ? Number(quality.slice(2)) : 1, order };
  });
  const liked = ranges
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.order - b.order)
    .find(({ tag }) => (LANGUAGES as readonly string[]).includes(tag ?? ""));
  return (liked?.tag as Language | undefined) ?? fallback;
}
