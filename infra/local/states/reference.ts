import jsonata from "jsonata-2.0.6";
import { isExpression, sourceOf } from "./expression.ts";
import { isObject } from "./json.ts";

/** What may stand after `$states.` in a field; everything else is refused at creation, as on AWS. */
export type StatesMember = "input" | "context" | "result" | "errorOutput";

export interface Fault {
  readonly message: string;
  /** Relative to the template, such as `/v[0]`. */
  readonly path: string;
}

/**
 * The faults of the expressions in a template: those that AWS's own JSONata, 2.0.6, does not
 * parse, and those that read a member of `$states` that is not there.
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
  let tree: unknown;
  try {
    tree = jsonata(source).ast();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    yield { message: `The JSONata expression '${source}' is not valid. ${code}: ${message}`, path };
    return;
  }
  for (const member of new Set(membersRead(tree))) {
    if ((members as readonly unknown[]).includes(member)) continue;
    yield { message: `Field '$states.${member}' does not exist.`, path };
  }
}

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
