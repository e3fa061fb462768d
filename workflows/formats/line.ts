/** Text as people write it into a form. */
import * as z from "zod";
import { ruled } from "../../shared/permit/answers.ts";

/**
 * Characters that nobody sees and that change what is seen: controls, what embeds or overrides the
 * direction of writing (UAX #9, section 2; CVE-2021-42574), blanks of no width, and tags. The marks
 * and joiners that Arabic, Persian or Tamil are written with are no such thing, and stay.
 */
const UNSEEN = String.raw`\p{Cc}\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF\u{E0000}-\u{E007F}`;
const IN_A_LINE = new RegExp(`[${UNSEEN}]`, "u");
const IN_PARAGRAPHS = new RegExp(`(?![\\n\\r\\t])[${UNSEEN}]`, "u");
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line of text that says something: trimmed, nothing unseen in it, `longest` characters at most. */
export const line = (longest = 300) =>
  ruled(z.string().trim().min(1).max(longest), {
    code: "one-line",
    test: (text) => !IN_A_LINE.test(text.trim()) && SEEN.test(text),
    detail: {
      en: "Write this on one line, in characters that can be seen.",
      vi: "Ghi trên một dòng, bằng các ký tự nhìn thấy được.",
    },
  });

/** Text of several lines that says something, nothing unseen in it, `longest` characters at most. */
export const paragraphs = (longest = 3000) =>
  ruled(z.string().trim().min(1).max(longest), {
    code: "plain-text",
    test: (text) => !IN_PARAGRAPHS.test(text) && SEEN.test(text),
    detail: {
      en: "Write plain text, in characters that can be seen.",
      vi: "Ghi văn bản thường, bằng các ký tự nhìn thấy được.",
    },
  });
