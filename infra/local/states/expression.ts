import jsonata from "jsonata";
import { evaluationFailure } from "./failure.ts";
import { SERVICE_FUNCTIONS } from "./functions.ts";
import type { Json } from "./json.ts";

/** What an expression sees: `$states` and the variables by name. */
export interface Bindings {
  readonly states: Record<string, unknown>;
  readonly variables: Readonly<Record<string, Json>>;
  /** Milliseconds since the epoch, for `$now()` and `$millis()`. */
  readonly now: number;
}

/** Microseconds of computing that one expression may take, however busy the machine is. */
const TIME_BUDGET = 2_000_000;
/** AWS refuses the 101st level of nesting. */
const DEPTH_BUDGET = 100;
/** AWS refuses `[1..873783]` on its memory limit. */
const LONGEST_SEQUENCE = 873_782;
/** AWS answers for a string of 2^22 characters and not for one of 2^23. */
const LONGEST_STRING = 6_990_256;
const CACHED = 2_000;

const compiled = new Map<string, jsonata.Expression>();

/** Whether a string is an expression: only when the whole of it stands between the delimiters. */
export function isExpression(value: unknown): value is string {
  return (
    typeof value === "string" && value.length >= 4 && value.startsWith("{%") && value.endsWith("%}")
  );
}

/** The JSONata between the delimiters. */
export function sourceOf(expression: string): string {
  return expression.slice(2, -2).trim();
}

/**
 * Evaluates a template: expressions at any depth are replaced by their values.
 * @param location where the template stands, such as `Output` or `Choices[1]/Assign`
 * @throws StateFailure States.QueryEvaluationError, worded as AWS words it
 */
export async function evaluateTemplate(
  template: Json,
  location: string,
  bindings: Bindings,
): Promise<Json> {
  if (isExpression(template)) return evaluate(template, location, bindings);
  if (Array.isArray(template)) {
    const values: Json[] = [];
    for (const [index, element] of template.entries()) {
      values.push(await evaluateTemplate(element, `${location}[${index}]`, bindings));
    }
    return values;
  }
  if (typeof template === "object" && template !== null) {
    const entries: [string, Json][] = [];
    for (const [key, member] of Object.entries(template)) {
      entries.push([key, await evaluateTemplate(member, `${location}/${key}`, bindings)]);
    }
    return Object.fromEntries(entries);
  }
  return template;
}

/** Evaluates a template and insists on the type of its value. */
export async function evaluateAs(
  type: "string" | "number" | "boolean" | "array",
  template: Json,
  location: string,
  bindings: Bindings,
): Promise<Json> {
  const value = await evaluateTemplate(template, location, bindings);
  const actual = typeName(value);
  if (actual === type) return value;
  const source = isExpression(template) ? sourceOf(template) : JSON.stringify(template);
  throw evaluationFailure(
    `The JSONata expression '${source}' specified for the field '${location}' returned an unexpected result type. ` +
      `Expected '${type}', but was '${actual}' for value: ${JSON.stringify(value)}`,
    location,
  );
}

function typeName(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

async function evaluate(expression: string, location: string, bindings: Bindings): Promise<Json> {
  const source = sourceOf(expression);
  const opening = `The JSONata expression '${source}' specified for the field '${location}'`;
  let value: unknown;
  try {
    value = await compile(source).evaluate(undefined, {
      ...bindings.variables,
      states: bindings.states,
      [CLOCK]: bindings.now,
    });
  } catch (error) {
    throw evaluationFailure(
      `${opening} threw an error during evaluation${describeError(error)}`,
      location,
    );
  }
  if (value === undefined) {
    throw evaluationFailure(`${opening} returned nothing (undefined).`, location);
  }
  return toJson(value, opening, location);
}

/** The name under which the moment is bound; no JSONata variable can be called so. */
const CLOCK = "\u0000now";

interface Focus {
  readonly environment: jsonata.Environment;
}

function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known) return known;
  const expression = jsonata(source, {
    stack: DEPTH_BUDGET,
    sequence: LONGEST_SEQUENCE,
    RegexEngine: AsciiSpace as unknown as RegExpConstructor,
  });
  for (const [name, implementation, signature] of SERVICE_FUNCTIONS) {
    expression.registerFunction(name, implementation, signature);
  }
  expression.assign("eval", undefined);
  expression.assign(EACH_VALUE as unknown as string, guard);
  expression.registerFunction("millis", millis, "<:n>");
  expression.registerFunction("now", now, "<s?s?:s>");
  if (compiled.size >= CACHED) compiled.clear();
  compiled.set(source, expression);
  return expression;
}

/** AWS takes `\s` for the white space of ASCII alone. */
class AsciiSpace extends RegExp {
  constructor(pattern: RegExp) {
    let inClass = false;
    const source = pattern.source.replaceAll(/\\.|[[\]]/gs, (part) => {
      if (part === "[" || part === "]") inClass = part === "[";
      if (part === "\\s") return inClass ? "\\t-\\r " : "[\\t-\\r ]";
      return part === "\\S" && !inClass ? "[^\\t-\\r ]" : part;
    });
    super(source, pattern.flags);
  }
}

/** jsonata calls what is bound to this with the value of every node. */
const EACH_VALUE = Symbol.for("jsonata.__evaluate_exit");

/** What jsonata keeps for one evaluation, and what this module keeps beside it. */
interface Evaluation {
  readonly base: { nodes?: number; deadline?: number };
}

function guard(_node: unknown, _input: unknown, { base }: Evaluation, value: unknown): void {
  if (typeof value === "string" && value.length > LONGEST_STRING) throw { code: "D2015" };
  base.nodes = (base.nodes ?? 0) + 1;
  if (base.nodes % 1_000 !== 0) return;
  const { user, system } = process.cpuUsage();
  base.deadline ??= user + system + TIME_BUDGET;
  if (user + system > base.deadline) throw { code: "D1012" };
}

function millis(this: Focus): number {
  return this.environment.lookup(CLOCK);
}

function now(this: Focus, picture?: string, timezone?: string): string {
  const fromMillis = this.environment.lookup("fromMillis").implementation;
  return fromMillis.call(this, this.environment.lookup(CLOCK), picture, timezone);
}

/** The three refusals that AWS words without a code. */
const UNCODED: Readonly<Record<string, string>> = {
  D1011:
    "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive",
  D1012: "Expression evaluation timeout: Check for infinite loop",
  D2014: "Expression evaluation memory limit exceeded: Check for excessive memory usage",
  D2015: "Expression evaluation memory limit exceeded: Check for excessive memory usage",
};

function describeError(error: unknown): string {
  if (error instanceof RangeError) return `: ${UNCODED["D2015"]}`;
  const { code, message } = error as { code?: string; message?: string };
  const uncoded = code === undefined ? message : UNCODED[code];
  return uncoded === undefined ? `. ${code}: ${message}` : `: ${uncoded}`;
}

/** Plain JSON of a JSONata value. A number that JSON cannot write becomes its name, as on AWS. */
function toJson(value: unknown, opening: string, location: string): Json {
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === "function") {
      throw evaluationFailure(`${opening} returned an unsupported result type.`, location);
    }
    return typeof member === "number" && !Number.isFinite(member) ? String(member) : member;
  });
  return JSON.parse(text) as Json;
}
