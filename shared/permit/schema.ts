/** Reading a permit's answers schema: labels, rules, and the field that a pointer means. */
import * as z from "zod";
import type { Text } from "../text.ts";
import { parsePointer } from "./pointer.ts";

/** What an author adds to a field: its label, help, and the words for its options. */
export interface FieldWords {
  readonly label: Text;
  readonly help?: Text;
  /** For an enumeration: each option in words. */
  readonly options?: Readonly<Record<string, Text>>;
}

/** A schema with its label (and help, and options in words) for forms, faults and documentation. */
export function labelled<S extends z.ZodType>(
  schema: S,
  label: Text,
  words: Omit<FieldWords, "label"> = {},
): S {
  return schema.meta({ ...z.globalRegistry.get(schema), label, ...words });
}

/** A rule of its own over a value, with the fault that it gives. The code also stands in the JSON Schema. */
export interface FieldRule<T> {
  /** Kebab case; stable, because clients branch on it. */
  readonly code: string;
  readonly detail: Text;
  readonly test: (value: T) => boolean;
  /** Which member of the value the fault points at; the value itself where absent. */
  readonly at?: string;
}

/** A schema that also keeps a rule. */
export function ruled<S extends z.ZodType>(schema: S, rule: FieldRule<z.output<S>>): S {
  const meta = z.globalRegistry.get(schema) as { rules?: readonly string[] } | undefined;
  const checked = schema.refine((value) => rule.test(value as z.output<S>), {
    ...(rule.at && { path: [rule.at] }),
    params: { code: rule.code, detail: rule.detail },
  });
  return checked.meta({ ...meta, rules: [...(meta?.rules ?? []), rule.code] }) as S;
}

/** The words of a field found in a schema: on its outermost wrapper, or further in. */
export const wordsAt = (field: Field): FieldWords | undefined => wordsOf(field.outer);

/** The words of a schema, looked for through `optional` and other wrappers. */
function wordsOf(schema: z.core.$ZodType): FieldWords | undefined {
  const own = z.globalRegistry.get(schema) as FieldWords | undefined;
  if (own?.label) return own;
  const inner = unwrapped(schema);
  return inner && wordsOf(inner);
}

/** A field found in a schema. */
export interface Field {
  /** Without wrappers such as `optional`. */
  readonly schema: z.core.$ZodType;
  /** As it stands in the schema, wrappers and all. */
  readonly outer: z.core.$ZodType;
  /** It, or a field that holds it, may be absent from complete answers. */
  readonly mayBeAbsent: boolean;
}

/**
 * The field that a pointer into the answers means (`/premises/0/address`; any index stands for
 * every item), or undefined where the schema has no such field.
 */
export function fieldAt(schema: z.core.$ZodType, pointer: string): Field | undefined {
  return parsePointer(pointer).reduce<Field | undefined>(
    (field, token) => field && memberOf(field, token),
    bare(schema),
  );
}

function memberOf(field: Field, token: string): Field | undefined {
  const definition = definitionOf(field.schema);
  switch (definition.type) {
    case "object": {
      const shape = (definition as z.core.$ZodObjectDef).shape as Record<string, z.core.$ZodType>;
      const schema = Object.hasOwn(shape, token) ? shape[token] : undefined;
      return schema && bare(schema, field.mayBeAbsent);
    }
    case "array":
      if (!/^(0|[1-9]\d*)$/.test(token)) return undefined;
      // Only the first item of a list that must not be empty is certain to be there.
      return bare(
        (definition as z.core.$ZodArrayDef).element,
        field.mayBeAbsent || Number(token) >= minimumItems(field.schema),
      );
    case "union": {
      const options = (definition as z.core.$ZodUnionDef).options;
      const found = options.map((schema) => memberOf({ ...field, schema }, token));
      const first = found.find((one) => one !== undefined);
      return first && { ...first, mayBeAbsent: found.some((one) => one?.mayBeAbsent ?? true) };
    }
    default:
      return undefined;
  }
}

/** The kind of a field, wrappers taken off: `string`, `number`, `boolean`, `array`, `object`, `enum`, ... */
export const kindOf = (schema: z.core.$ZodType): string => definitionOf(bare(schema).schema).type;

/** The values that an enumeration or a literal allows, or undefined where a field is open. */
export function optionsOf(schema: z.core.$ZodType): readonly unknown[] | undefined {
  const definition = definitionOf(bare(schema).schema);
  if (definition.type === "enum") return Object.values((definition as z.core.$ZodEnumDef).entries);
  if (definition.type === "literal")
    return (definition as z.core.$ZodLiteralDef<z.core.util.Literal>).values;
  return undefined;
}

/** Every field of a schema with its pointer, from the outside in; items of a list have the index 0. */
export function fieldsOf(
  schema: z.core.$ZodType,
  pointer = "",
): { pointer: string; schema: z.core.$ZodType }[] {
  const { schema: inner } = bare(schema);
  const definition = definitionOf(inner);
  const own = [{ pointer, schema: inner }];
  if (definition.type === "object") {
    const shape = (definition as z.core.$ZodObjectDef).shape as Record<string, z.core.$ZodType>;
    return [
      ...own,
      ...Object.entries(shape).flatMap(([key, field]) => fieldsOf(field, `${pointer}/${key}`)),
    ];
  }
  if (definition.type === "array") {
    return [...own, ...fieldsOf((definition as z.core.$ZodArrayDef).element, `${pointer}/0`)];
  }
  if (definition.type === "union") {
    const options = (definition as z.core.$ZodUnionDef).options;
    return [...own, ...options.flatMap((option) => fieldsOf(option, pointer).slice(1))];
  }
  return own;
}

/** Whether an object schema refuses members that it does not name. */
export function isStrict(schema: z.core.$ZodType): boolean {
  const definition = definitionOf(schema);
  if (definition.type !== "object") return true;
  const { catchall } = definition as z.core.$ZodObjectDef;
  return catchall !== undefined && definitionOf(catchall).type === "never";
}

/** A schema as a field, its wrappers taken off. */
function bare(outer: z.core.$ZodType, mayBeAbsent = false): Field {
  let [schema, absent] = [outer, mayBeAbsent];
  for (let inner = unwrapped(schema); inner; inner = unwrapped(schema)) {
    const { type } = definitionOf(schema);
    absent ||= type === "optional" || type === "nullable";
    schema = inner;
  }
  return { schema, outer, mayBeAbsent: absent };
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const definition = definitionOf(schema);
  return [
    "optional",
    "nullable",
    "default",
    "prefault",
    "readonly",
    "nonoptional",
    "catch",
  ].includes(definition.type)
    ? (definition as unknown as { innerType: z.core.$ZodType }).innerType
    : undefined;
}

function minimumItems(schema: z.core.$ZodType): number {
  const lengths = (definitionOf(schema).checks ?? [])
    .map(
      (check) =>
        check._zod.def as {
          readonly check: string;
          readonly minimum?: number;
          readonly length?: number;
        },
    )
    .map(({ check, minimum, length }) =>
      check === "min_length" ? minimum : check === "length_equals" ? length : 0,
    );
  return Math.max(0, ...lengths.map((length) => length ?? 0));
}

const definitionOf = (schema: z.core.$ZodType): z.core.$ZodTypeDef => schema._zod.def;
