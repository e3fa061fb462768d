/** An applicant's answers against a permit's schema: the schema for others, and every fault at once. */
import * as z from "zod";
import { say, type Text } from "../text.ts";
import { type Condition, type Facts, holds } from "./condition.ts";
import { describeFault } from "./fault-text.ts";
import type { CivilDate, PermitDefinition } from "./permit.ts";
import { formatPointer, resolvePointer } from "./pointer.ts";
import { type FieldWords, fieldAt, wordsAt } from "./schema.ts";

export { labelled, ruled } from "./schema.ts";

/** One thing that is wrong, where, and in plain words. */
export interface Fault {
  /** RFC 6901, from the root of the application: `/answers/taxCode`, `/documents/business-registration`. */
  readonly pointer: string;
  /** Kebab case and stable: clients branch on it. */
  readonly code: string;
  readonly detail: Text;
  /** What the form calls the field. */
  readonly label?: Text;
}

/** JSON Schema (draft 2020-12), with annotations of ours beginning with `x-`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The answers as JSON Schema 2020-12. `title` and `description` are said in the language asked for;
 * `x-titles` and `x-options` carry every language, `x-rules` the rules that JSON Schema cannot say,
 * `x-asked-if` the condition under which a field is asked.
 */
export function answersSchema(permit: PermitDefinition, language = "en"): JsonSchema {
  const schema = z.toJSONSchema(permit.answers, {
    target: "draft-2020-12",
    io: "input",
    override: ({ jsonSchema }) => annotate(jsonSchema as Record<string, unknown>, language),
  });
  for (const { field, askedIf } of permit.conditionalFields ?? []) {
    const place = schemaPlace(schema as Record<string, unknown>, field);
    if (place) place["x-asked-if"] = askedIf;
  }
  return schema;
}

/** What {@link ruled} and {@link labelled} keep beside a schema, in words of JSON Schema's. */
export function annotate(schema: Record<string, unknown>, language: string): void {
  const { label, help, options, rules } = schema as Partial<FieldWords> & {
    rules?: readonly string[];
  };
  for (const key of ["label", "help", "options", "rules"]) delete schema[key];
  if (label) Object.assign(schema, { title: say(label, language), "x-titles": label });
  if (help) Object.assign(schema, { description: say(help, language) });
  if (options) schema["x-options"] = options;
  if (rules) schema["x-rules"] = rules;
}

function schemaPlace(
  schema: Record<string, unknown>,
  field: string,
): Record<string, unknown> | undefined {
  const path = field
    .split("/")
    .slice(2)
    .flatMap((token) => (/^\d+$/.test(token) ? ["items"] : ["properties", token]));
  return resolvePointer(schema, formatPointer(path)) as Record<string, unknown> | undefined;
}

/** Every fault of the answers, at most one for each field; none means that they are complete. */
export function checkAnswers(permit: PermitDefinition, answers: unknown): Fault[] {
  const parsed = permit.answers.safeParse(answers);
  const faults = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => faultsOf(permit, answers, issue));
  const first = new Map<string, Fault>();
  for (const fault of [...faults, ...conditionalFaults(permit, answers)]) {
    if (!first.has(fault.pointer)) first.set(fault.pointer, fault);
  }
  return [...first.values()];
}

function faultsOf(permit: PermitDefinition, answers: unknown, issue: z.core.$ZodIssue): Fault[] {
  const at = (path: readonly PropertyKey[], input: unknown) =>
    fault(permit, formatPointer(path), describeFault(issue, input));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => at([...issue.path, key], undefined));
  }
  return [at(issue.path, resolvePointer(answers, formatPointer(issue.path)))];
}

const ASKED = {
  code: "required",
  detail: { en: "Please fill this in.", vi: "Vui lòng điền mục này." },
};
const NOT_ASKED = {
  code: "not-asked",
  detail: {
    en: "This is not asked for with your other answers. Please leave it out.",
    vi: "Mục này không áp dụng với các câu trả lời khác của bạn. Vui lòng bỏ trống.",
  },
};

function conditionalFaults(permit: PermitDefinition, answers: unknown): Fault[] {
  return (permit.conditionalFields ?? []).flatMap(({ field, askedIf }) => {
    const pointer = field.replace(/^\/answers/, "");
    const given = resolvePointer(answers, pointer) !== undefined;
    const asked = holdsInAnswers(askedIf, answers);
    if (asked === given) return [];
    return [fault(permit, pointer, asked ? ASKED : NOT_ASKED)];
  });
}

/** A condition over the answers alone, as a form asks it while it is being filled in. */
export function holdsInAnswers(condition: Condition, answers: unknown): boolean {
  const facts: Facts = { answers, applicant: { kind: "" }, place: { code: "", area: "" } };
  return holds(condition, facts);
}

function fault(
  permit: PermitDefinition,
  pointer: string,
  what: { code: string; detail: Text },
): Fault {
  const label = labelAt(permit, pointer);
  return {
    pointer: `/answers${pointer}`,
    code: what.code,
    detail: what.detail,
    ...(label && { label }),
  };
}

function labelAt(permit: PermitDefinition, pointer: string): Text | undefined {
  const field = fieldAt(permit.answers, pointer);
  return field && wordsAt(field)?.label;
}

/** Whether a text is a civil date that exists: `2026-02-30` does not. */
export const isCivilDate = (text: unknown): text is CivilDate =>
  z.iso.date().safeParse(text).success;
