import { stateOf, type Thread } from "./execution.ts";
import { evaluateTemplate } from "./expression.ts";
import { tooLarge } from "./failure.ts";
import { bindingsOf, end, record, type Step } from "./history.ts";
import { DATA_LIMIT, type Json, sizeOf } from "./json.ts";
import type { Outcome } from "./language.ts";

export interface Leaving {
  /** Where to go; undefined at the end of the scope. */
  readonly next: string | undefined;
  /** The output when `Output` is not given. */
  readonly fallback: Json;
  /** Members of `$states` beside input and context. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Stands before the names of the fields, such as `Catch[0]/`. */
  readonly prefix?: string;
}

/**
 * Leaves a state: Assign and Output are evaluated, both with the variables as they were on entry.
 * docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export async function settle(
  step: Step,
  thread: Thread,
  fields: Outcome,
  { next, fallback, extra, prefix = "" }: Leaving,
): Promise<void> {
  const bindings = bindingsOf(step, thread, extra);
  const template = (fields.Assign ?? {}) as Json;
  const assigned = await evaluateTemplate(template, `${prefix}Assign`, bindings);
  const output =
    fields.Output === undefined
      ? fallback
      : await evaluateTemplate(fields.Output, `${prefix}Output`, bindings);
  const text = JSON.stringify(output);
  const written = Object.entries(assigned as Record<string, Json>).map(
    ([name, value]) => [name, JSON.stringify(value)] as const,
  );
  const assignedSize = written.reduce((sum, [, value]) => sum + sizeOf(value), 0);
  if (sizeOf(text) > DATA_LIMIT || assignedSize > DATA_LIMIT) throw tooLarge(thread.state);
  record(step, thread, `${stateOf(step.run, thread).Type}StateExited`, {
    name: thread.state,
    output: text,
    outputDetails: { truncated: false },
    ...(written.length > 0 && {
      assignedVariables: Object.fromEntries(written),
      assignedVariablesDetails: { truncated: false },
    }),
  });
  Object.assign(thread.variables, assigned);
  proceed(step, thread, next, output);
}

function proceed(step: Step, thread: Thread, next: string | undefined, output: Json): void {
  clear(thread);
  thread.input = output;
  if (next !== undefined) {
    thread.state = next;
    thread.phase = "entering";
    step.ready.push(thread.id);
  } else if (thread.parent === null) {
    end(step, thread.last, { status: "SUCCEEDED", output: JSON.stringify(output) });
  } else {
    thread.phase = "ended";
    thread.output = output;
    step.signals.push({ kind: "ended", child: thread });
  }
}

/** Takes away what belongs to one attempt of one state. */
export function clear(thread: Thread): void {
  for (const field of ["token", "call", "wake", "deadline", "heartbeat", "children"] as const) {
    delete thread[field];
  }
}
