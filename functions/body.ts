/** Limits on a body before it is parsed: size, depth, members. What passes is parsed once. */
import { Problem } from "../shared/problem.ts";

export const LIMITS = { bytes: 256 * 1024, depth: 24, values: 20_000 } as const;

/**
 * A JSON text as a value.
 * @throws Problem `body-too-large`, `malformed-json`
 */
export function parseBody(text: string): unknown {
  if (Buffer.byteLength(text) > LIMITS.bytes) {
    throw new Problem("body-too-large", {
      detail: { en: `At most ${LIMITS.bytes} bytes.`, vi: `Tối đa ${LIMITS.bytes} byte.` },
    });
  }
  measure(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("malformed-json");
  }
}

/** One pass over the text, before anything is built: a parser would build the bomb first. */
function measure(text: string): void {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') {
      inString = true;
    } else if (character === "{" || character === "[") {
      depth++;
      values++;
      if (depth > LIMITS.depth) throw tooComplex("depth", LIMITS.depth);
    } else if (character === "}" || character === "]") {
      depth--;
    } else if (character === ",") {
      values++;
    }
    if (values > LIMITS.values) throw tooComplex("values", LIMITS.values);
  }
}

function tooComplex(what: "depth" | "values", limit: number): Problem {
  return new Problem("malformed-json", {
    detail:
      what === "depth"
        ? { en: `Nested deeper than ${limit}.`, vi: `Lồng nhau quá ${limit} tầng.` }
        : { en: `More than ${limit} values.`, vi: `Nhiều hơn ${limit} giá trị.` },
  });
}
