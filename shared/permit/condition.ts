/**
 * Conditions are data, so that the browser, the server and the diagram read the same one. They
 * are built by small functions that read like English and evaluated over the facts of a case.
 */
import { fill, say, type Text } from "../text.ts";
import { resolvePointer } from "./pointer.ts";

/** A plain value that a condition compares with. */
export type Scalar = string | number | boolean;

/** `fact` is an RFC 6901 JSON Pointer into the facts: `/answers/...`, `/applicant/...`, `/place/...`. */
export type Condition =
  | { readonly fact: string; readonly equals: Scalar }
  | { readonly fact: string; readonly oneOf: readonly Scalar[] }
  | { readonly fact: string; readonly atLeast: number }
  | { readonly fact: string; readonly below: number }
  | { readonly fact: string; readonly present: boolean }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** What is known of a case when a condition is asked. */
export interface Facts {
  readonly answers: unknown;
  readonly applicant: { readonly kind: string };
  readonly place: { readonly code: string; readonly area: string };
  /** Where the permit is a notice of a day to come: whether it was given in full time. */
  readonly notice?: { readonly timing: "standard" | "late" };
  /** Where a licence is renewed: calendar days past the end of its renewal window, 0 within it. */
  readonly renewal?: { readonly daysLate: number };
  /** The outcomes of the stages decided so far. */
  readonly stages?: Readonly<Record<string, { readonly outcome: string }>>;
}

/** `fact("/answers/x").equals(1)`: one statement about one fact. */
export const fact = (pointer: string) => ({
  equals: (value: Scalar): Condition => ({ fact: pointer, equals: value }),
  oneOf: (...values: readonly Scalar[]): Condition => ({ fact: pointer, oneOf: values }),
  atLeast: (value: number): Condition => ({ fact: pointer, atLeast: value }),
  below: (value: number): Condition => ({ fact: pointer, below: value }),
  isPresent: (): Condition => ({ fact: pointer, present: true }),
  isAbsent: (): Condition => ({ fact: pointer, present: false }),
});

export const all = (...conditions: readonly Condition[]): Condition => ({ all: conditions });
export const any = (...conditions: readonly Condition[]): Condition => ({ any: conditions });
export const not = (condition: Condition): Condition => ({ not: condition });

/** Whether a condition holds. A fact that is not there is equal to nothing and below nothing. */
export function holds(condition: Condition, facts: Facts): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, facts));
  if ("any" in condition) return condition.any.some((part) => holds(part, facts));
  if ("not" in condition) return !holds(condition.not, facts);
  const value = resolvePointer(facts, condition.fact);
  if ("equals" in condition) return value === condition.equals;
  if ("oneOf" in condition) return condition.oneOf.some((one) => one === value);
  if ("atLeast" in condition) return typeof value === "number" && value >= condition.atLeast;
  if ("below" in condition) return typeof value === "number" && value < condition.below;
  return (value !== undefined && value !== null) === condition.present;
}

/** The pointers that a condition reads, each once, in the order of reading. */
export function factsOf(condition: Condition): string[] {
  return [...new Set(statements(condition).map((statement) => statement.fact))];
}

/** A condition about a single fact. */
export type Statement = Extract<Condition, { fact: string }>;

/** The statements that a condition is made of, in the order of reading. */
export function statements(condition: Condition): Statement[] {
  if ("all" in condition) return condition.all.flatMap(statements);
  if ("any" in condition) return condition.any.flatMap(statements);
  if ("not" in condition) return statements(condition.not);
  return [condition];
}

const WORDS = {
  equals: { en: "{fact} is {value}", vi: "{fact} là {value}" },
  oneOf: { en: "{fact} is {value}", vi: "{fact} là {value}" },
  atLeast: { en: "{fact} is at least {value}", vi: "{fact} từ {value} trở lên" },
  below: { en: "{fact} is below {value}", vi: "{fact} dưới {value}" },
  present: { en: "{fact} is given", vi: "có {fact}" },
  absent: { en: "{fact} is not given", vi: "không có {fact}" },
  differs: { en: "{fact} is not {value}", vi: "{fact} không phải là {value}" },
  not: { en: "not ({part})", vi: "không phải ({part})" },
  and: { en: " and ", vi: " và " },
  or: { en: " or ", vi: " hoặc " },
  always: { en: "always", vi: "luôn luôn" },
  never: { en: "never", vi: "không bao giờ" },
  true: { en: "yes", vi: "có" },
  false: { en: "no", vi: "không" },
} as const satisfies Record<string, Text>;

/** What the facts and their values are called in words; the pointer and the value themselves where absent. */
export interface FactNames {
  readonly fact?: (pointer: string) => Text | undefined;
  readonly value?: (pointer: string, value: Scalar) => Text | undefined;
}

/** A condition in words, in a language: "the applicant is household and the area is urban". */
export function explainCondition(
  condition: Condition,
  language: string,
  names: FactNames = {},
): string {
  const part = (inner: Condition) => explainCondition(inner, language, names);
  const joined = (parts: readonly Condition[], word: Text) =>
    parts
      .map((inner) => (isJoined(inner) && parts.length > 1 ? `(${part(inner)})` : part(inner)))
      .join(say(word, language));
  if ("all" in condition) {
    return condition.all.length === 0
      ? say(WORDS.always, language)
      : joined(condition.all, WORDS.and);
  }
  if ("any" in condition) {
    return condition.any.length === 0
      ? say(WORDS.never, language)
      : joined(condition.any, WORDS.or);
  }
  if ("not" in condition) {
    if ("equals" in condition.not)
      return explainStatement(condition.not, language, names, WORDS.differs);
    return say(fill(WORDS.not, { part: part(condition.not) }), language);
  }
  return explainStatement(condition, language, names);
}

function explainStatement(
  statement: Statement,
  language: string,
  names: FactNames,
  equality: Text = WORDS.equals,
): string {
  const name = names.fact?.(statement.fact);
  const factInWords = name ? say(name, language) : statement.fact;
  const inWords = (value: Scalar): string => {
    if (typeof value === "boolean") return say(WORDS[value ? "true" : "false"], language);
    const named = names.value?.(statement.fact, value);
    return named ? say(named, language) : String(value);
  };
  const sentence = (words: Text, value = "") =>
    say(fill(words, { fact: factInWords, value }), language);
  if ("equals" in statement) return sentence(equality, inWords(statement.equals));
  if ("oneOf" in statement)
    return sentence(WORDS.oneOf, statement.oneOf.map(inWords).join(say(WORDS.or, language)));
  if ("atLeast" in statement) return sentence(WORDS.atLeast, inWords(statement.atLeast));
  if ("below" in statement) return sentence(WORDS.below, inWords(statement.below));
  return sentence(statement.present ? WORDS.present : WORDS.absent);
}

const isJoined = (condition: Condition): boolean => "all" in condition || "any" in condition;
