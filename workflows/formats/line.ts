/** Text as people write it into a form. */
import * as z from "zod";
import { ruled } from "../../shared/permit/answers.ts";

/** One line of text that says something: trimmed, without control characters, `longest` characters at most. */
export const line = (longest = 300) =>
  ruled(z.string().trim().min(1).max(longest), {
    code: "one-line",
    test: (text) => !/\p{Cc}/u.test(text.trim()),
    detail: {
      en: "Write this on one line, without tabs or other control characters.",
      vi: "Ghi trên một dòng, không có ký tự điều khiển.",
    },
  });

/** Text of several lines, `longest` characters at most. */
export const paragraphs = (longest = 3000) =>
  ruled(z.string().trim().min(1).max(longest), {
    code: "plain-text",
    test: (text) => !/[^\P{Cc}\n\r\t]/u.test(text),
    detail: {
      en: "Write plain text, without control characters.",
      vi: "Ghi văn bản thường, không có ký tự điều khiển.",
    },
  });
