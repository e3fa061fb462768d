/** Limits on a body before it is parsed: size, depth, members. What passes is parsed once. */
import { unknownField } from "../shared/permit/fault-text.ts";
import { formatPointer } from "../shared/permit/pointer.ts";
import { type Fault, Problem } from "../shared/problem.ts";

export const LIMITS = { bytes: 256 * 1024, depth: 24, values: 20_000 } as const;

/**
 * A JSON text as a value.
 * @throws Problem `body-too-large`, `malformed-json`, `validation-failed` for what no table can hold
 */
export function parseBody(text: string, bytes: number = LIMITS.bytes): unknown {
  if (Buffer.byteLength(text) > bytes) {
    throw new Problem("body-too-large", {
      detail: { en: `At most ${bytes} bytes.`, vi: `Tối đa ${bytes} byte.` },
    });
  }
  measure(text);
  const value = parsed(text);
  const faults = [...unstorable(value, [])];
  if (faults.length > 0) throw new Problem("validation-failed", { faults });
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("malformed-json");
  }
}

/** What a JSON text may say and no table holds as it was said; a client must not retry it for ever. */
function* unstorable(value: unknown, path: readonly string[]): Generator<Fault> {
  if (typeof value === "string" && !value.isWellFormed()) yield fault(path, ILL_FORMED);
  if (typeof value === "number" && !isExact(value)) yield fault(path, INEXACT);
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const at = [...path, name];
    if (name === "__proto__") yield fault(at, unknownField());
    else if (!name.isWellFormed()) yield fault(path, ILL_FORMED);
    else yield* unstorable(member, at);
  }
}

function fault(path: readonly string[], what: Pick<Fault, "code" | "detail">): Fault {
  return { pointer: formatPointer(path), ...what };
}

/** As an IEEE double keeps it (RFC 8259, section 6), and within DynamoDB's 1e-130 to 1e126. */
function isExact(number: number): boolean {
  if (Number.isInteger(number)) return Number.isSafeInteger(number);
  return Number.isFinite(number) && Math.abs(number) > 1e-100;
}

const ILL_FORMED = {
  code: "ill-formed-text",
  detail: {
    en: "Half a character stands in this text. Please type it anew.",
    vi: "Văn bản có ký tự không hợp lệ. Vui lòng nhập lại.",
  },
};
const INEXACT = {
  code: "number-out-of-range",
  detail: {
    en: "This number cannot be kept exactly. Please give a smaller one.",
    vi: "Không thể lưu chính xác số này. Vui lòng nhập số nhỏ hơn.",
  },
};

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
