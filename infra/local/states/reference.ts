import jsonata from "jsonata-2.0.6";
import { isExpression, sourceOf } from "./expression.ts";
import { isObject } from "./json.ts";
import type { Diagnostic } from "./language.ts";

/** What may stand after `$states.` in a field; everything else is refused at creation, as on AWS. */
export type StatesMember = "input" | "context" | "result" | "errorOutput";

export interface Fault {
  readonly message: string;
  /** Relative to the template, such as `/v[0]`. */
  readonly path: string;
  readonly code?: Diagnostic["code"];
}

/**
 * The faults of the expressions in a template: those that AWS's own JSONata, 2.0.6, does not
 * parse, and those that read what is not there: a context, or a member of `$states`.
 */
export function checkTemplate(template: unknown, members: readonly StatesMember[]): Fault[] {
  return [...faults(template, members, "")];
}

function* faults(
  template: unknown,
  members: readonly StatesMember[],
  path: string,
): Generator<Fault> {
  if (isExpression(template)) {
    yield* checkSource(sourceOf(template), members, path);
  } else if (typeof template === "string") {
    if (!template.startsWith("{%") && !template.endsWith("%}")) return;
    yield { message: `The JSONata expression '${template}' is not opened and closed`, path };
  } else if (Array.isArray(template)) {
    for (const [index, element] of template.entries()) {
      yield* faults(element, members, `${path}[${index}]`);
    }
  } else if (isObject(template)) {
    for (const [key, member] of Object.entries(template)) {
      yield* faults(member, members, `${path}/${key}`);
    }
  }
}

function* checkSource(
  source: string,
  members: readonly StatesMember[],
  path: string,
): Generator<Fault> {
  let tree: Node;
  try {
    tree = jsonata(source).ast() as Node;
  } catch (error) {
    const { message } = error as Error;
    yield { message, path, code: "INVALID_JSONATA_EXPRESSION" };
    return;
  }
  const code = "UNSUPPORTED_JSONATA_EXPRESSION";
  for (const name of new Set(contextRead(tree))) {
    const where = name === "$$" ? "" : "at the top level ";
    yield { message: `Reference to '${name}' ${where}is not supported.`, path, code };
  }
  for (const member of new Set(membersRead(tree))) {
    if ((members as readonly unknown[]).includes(member)) continue;
    yield { message: `Field '$states.${member}' does not exist.`, path, code };
  }
}

/** A node of JSONata's own tree: docs.jsonata.org/embedding-extending#expressionast */
interface Node {
  readonly type?: unknown;
  readonly value?: unknown;
  /** Of a path alone. */
  readonly steps?: readonly Node[];
}

/** The names read directly off `$states`; AWS does not see through `($states).result` either. */
function* membersRead(node: unknown): Generator<unknown> {
  if (typeof node !== "object" || node === null) return;
  const [root, step] = (node as Node).steps ?? [];
  if (root?.type === "variable" && root.value === "states" && step?.type === "name") {
    yield step.value;
  }
  for (const child of Object.values(node)) yield* membersRead(child);
}

/** Where a node holds what is evaluated in its own context, by its type. */
const SAME_CONTEXT: Readonly<Record<string, readonly string[]>> = {
  unary: ["expression", "expressions", "lhs"],
  binary: ["lhs", "rhs"],
  apply: ["lhs", "rhs"],
  function: ["procedure", "arguments"],
  partial: ["procedure", "arguments"],
  lambda: ["body"],
  condition: ["condition", "then", "else"],
  block: ["expressions"],
  bind: ["rhs"],
};

/**
 * What an expression reads of the context, which there is none of: a name, `$` or `$$`. Beyond the
 * first step of a path, and in a predicate, an order or a group, there is one.
 */
function* contextRead(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const element of node) yield* contextRead(element);
  if (!isObject(node)) return;
  const { type, value, steps } = node as Node;
  if (type === "path") yield* contextRead(steps?.[0]);
  if (type === "name") yield String(value);
  if (type === "variable" && value === "") yield "$";
  if (type === "variable" && value === "$") yield "$$";
  for (const field of SAME_CONTEXT[String(type)] ?? []) yield* contextRead(node[field]);
}
