/** How a page says things in its language. */
import type { LegalBasis } from "../../shared/permit/permit.ts";
import type { Text } from "../../shared/text.ts";
import { WORDS } from "./words.ts";

/** A word or a text in the page's language, its placeholders filled. */
export type Speak = (
  text: Text,
  values?: Readonly<Record<string, Text | string | number>>,
) => string;

/** Where a rule stands, with a link where there is one. */
export function basisInWords({ act, article, source }: LegalBasis, speak: Speak): string {
  const words = article === undefined ? speak(act) : speak(WORDS.article, { act, article });
  return source === undefined ? words : `[${words}](${source})`;
}
