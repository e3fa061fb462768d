import { isExpression } from "./expression.ts";
import { isObject } from "./json.ts";
import type { Diagnostic } from "./language.ts";
import { checkTemplate, type StatesMember } from "./reference.ts";
import { checkFlow } from "./transitions.ts";

/**
 * What a definition may hold, field by field. A field that is not in these tables is refused with
 * its path: JSONPath fields, distributed Map, activities and other integrations among them.
 */

type Fields = Readonly<Record<string, unknown>>;
type Report = (message: string, path: string) => void;
type Check = (value: unknown, path: string, report: Report) => void;
type Table = Readonly<Record<string, Check>>;

const MAXIMUM_SECONDS = 99_999_999;
const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const INVOKE = /^arn:aws[a-z-]*:states:::lambda:invoke(\.waitForTaskToken)?$/;
const VARIABLE = /^[\p{ID_Start}_][\p{ID_Continue}_]{0,79}$/u;
export const TIMESTAMP =
  /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i;

const anything: Check = () => {};

const text: Check = (value, path, report) => {
  if (typeof value !== "string") report("Expected value of type String", path);
};

function oneOf(...allowed: readonly unknown[]): Check {
  return (value, path, report) => {
    if (!allowed.includes(value)) report(`Value should be one of: [${allowed.join(", ")}]`, path);
  };
}

function integer(minimum: number, maximum = MAXIMUM_SECONDS): Check {
  return (value, path, report) => {
    if (!Number.isInteger(value)) report("Expected value of type Integer", path);
    else if ((value as number) < minimum) report(`Minimum value is ${minimum}`, path);
    else if ((value as number) > maximum) report(`Maximum value is ${maximum}`, path);
  };
}

function atLeast(minimum: number): Check {
  return (value, path, report) => {
    if (typeof value !== "number") report("Expected value of type Number", path);
    else if (value < minimum) report(`Minimum value is ${minimum}`, path);
  };
}

function template(...members: StatesMember[]): Check {
  return (value, path, report) => {
    for (const fault of checkTemplate(value, members)) report(fault.message, path + fault.path);
  };
}

const own = template("input", "context");
const withResult = template("input", "context", "result");
const withError = template("input", "context", "errorOutput");

/** Either an expression or a literal of the right kind. */
function expressionOr(literal: Check): Check {
  return (value, path, report) => (isExpression(value) ? own : literal)(value, path, report);
}

function assignment(values: Check): Check {
  return (value, path, report) => {
    if (!isObject(value)) return report("Expected value of type Object", path);
    for (const [name, assigned] of Object.entries(value)) {
      if (name === "states") report("The variable name 'states' is reserved", `${path}/${name}`);
      else if (!VARIABLE.test(name)) report(`Invalid variable name '${name}'`, `${path}/${name}`);
      values(assigned, `${path}/${name}`, report);
    }
  };
}

function listOf(table: Table, required: readonly string[]): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report("Expected value of type Array", path);
    if (value.length === 0) report("Value cannot be empty", path);
    for (const [index, element] of value.entries()) {
      checkFields(element, table, required, `${path}[${index}]`, report);
    }
  };
}

const errorNames: Check = (value, path, report) => {
  if (!Array.isArray(value)) return report("Expected value of type Array", path);
  if (value.length === 0) report("Value cannot be empty", path);
  for (const [index, name] of value.entries()) text(name, `${path}[${index}]`, report);
};

/** `States.ALL` stands alone, and in the last entry. */
function recovery(table: Table, required: readonly string[]): Check {
  const entries = listOf(table, required);
  return (value, path, report) => {
    entries(value, path, report);
    if (!Array.isArray(value)) return;
    for (const [index, entry] of value.entries()) {
      const names = isObject(entry) ? entry["ErrorEquals"] : undefined;
      if (!Array.isArray(names) || !names.includes("States.ALL")) continue;
      if (names.length === 1 && index === value.length - 1) continue;
      report("States.ALL must appear alone and at end of list", `${path}[${index}]/ErrorEquals`);
    }
  };
}

const timestamp: Check = (value, path, report) => {
  if (typeof value !== "string" || !TIMESTAMP.test(value)) {
    report("String does not match RFC3339 timestamp", path);
  }
};

const resource: Check = (value, path, report) => {
  if (typeof value !== "string" || !(INVOKE.test(value) || FUNCTION_ARN.test(value))) {
    report(`The resource provided '${String(value)}' is not supported`, path);
  }
};

const condition: Check = (value, path, report) => {
  if (typeof value !== "boolean" && !isExpression(value)) {
    report("Expected a JSONata expression or a boolean", path);
  } else own(value, path, report);
};

const comment: Table = { Comment: text };
const flow: Table = { Next: text, End: oneOf(true, false) };
const common: Table = { ...comment, Type: text, QueryLanguage: anything };

const RETRIER: Table = {
  ...comment,
  ErrorEquals: errorNames,
  IntervalSeconds: integer(1),
  MaxAttempts: integer(0),
  BackoffRate: atLeast(1),
  MaxDelaySeconds: integer(1, 31_622_400),
  JitterStrategy: oneOf("FULL", "NONE"),
};
const CATCHER: Table = {
  ...comment,
  ErrorEquals: errorNames,
  Next: text,
  Output: withError,
  Assign: assignment(withError),
};
const RULE: Table = {
  ...comment,
  Condition: condition,
  Next: text,
  Output: own,
  Assign: assignment(own),
};
const recoverable: Table = {
  ...common,
  ...flow,
  Output: withResult,
  Assign: assignment(withResult),
  Retry: recovery(RETRIER, ["ErrorEquals"]),
  Catch: recovery(CATCHER, ["ErrorEquals", "Next"]),
};
const plain: Table = { ...common, Output: own, Assign: assignment(own) };

const items: Check = (value, path, report) => {
  if (!Array.isArray(value) && !isExpression(value)) {
    report("Expected a JSONata expression or an array", path);
  } else own(value, path, report);
};

/** Every state type with its fields, and those it cannot do without. */
const STATES: Readonly<
  Record<string, { readonly table: Table; readonly required: readonly string[] }>
> = {
  Task: {
    table: {
      ...recoverable,
      Resource: resource,
      Arguments: own,
      TimeoutSeconds: expressionOr(integer(1)),
      HeartbeatSeconds: expressionOr(integer(1)),
    },
    required: ["Resource"],
  },
  Wait: {
    table: {
      ...plain,
      ...flow,
      Seconds: expressionOr(integer(0)),
      Timestamp: expressionOr(timestamp),
    },
    required: [],
  },
  Pass: { table: { ...plain, ...flow }, required: [] },
  Succeed: { table: { ...common, Output: own }, required: [] },
  Fail: {
    table: { ...common, Error: expressionOr(text), Cause: expressionOr(text) },
    required: [],
  },
  Choice: {
    table: { ...plain, Choices: listOf(RULE, ["Condition", "Next"]), Default: text },
    required: ["Choices"],
  },
  Parallel: {
    table: { ...recoverable, Arguments: own, Branches: anything },
    required: ["Branches"],
  },
  Map: {
    table: {
      ...recoverable,
      Items: items,
      ItemSelector: own,
      ItemProcessor: anything,
      Iterator: anything,
      MaxConcurrency: expressionOr(integer(0, Number.MAX_SAFE_INTEGER)),
      ToleratedFailureCount: expressionOr(integer(0, Number.MAX_SAFE_INTEGER)),
      ToleratedFailurePercentage: expressionOr(integer(0, 100)),
    },
    required: [],
  },
};

const BRANCH: Table = { ...comment, StartAt: text, States: anything };
const MACHINE: Table = {
  ...BRANCH,
  QueryLanguage: oneOf("JSONata", "JSONPath"),
  Version: oneOf("1.0"),
  TimeoutSeconds: integer(1),
};
const PROCESSOR: Table = {
  ...BRANCH,
  ProcessorConfig: (value, path, report) =>
    checkFields(value, { Mode: oneOf("INLINE") }, [], path, report),
};

/** Everything that is wrong with a definition; empty when it lies within the subset. */
export function checkMachine(definition: Fields): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (message, location) => {
    const code = message.startsWith("Missing 'Next' target")
      ? "MISSING_TRANSITION_TARGET"
      : "SCHEMA_VALIDATION_FAILED";
    diagnostics.push({ code, message, location: location || "/" });
  };
  const language = definition["QueryLanguage"] ?? "JSONPath";
  checkScope(definition, MACHINE, "", new Set(), { language, report });
  return diagnostics;
}

interface Visit {
  readonly language: unknown;
  readonly report: Report;
}

function checkScope(
  scope: unknown,
  table: Table,
  path: string,
  outer: ReadonlySet<string>,
  visit: Visit,
): void {
  if (!checkFields(scope, table, ["States", "StartAt"], path, visit.report)) return;
  const states = scope["States"];
  if (!isObject(states)) {
    visit.report("Expected value of type Object", `${path}/States`);
    return;
  }
  if (Object.keys(states).length === 0) visit.report("Value cannot be empty", `${path}/States`);
  for (const [name, state] of Object.entries(states)) {
    if (name.length > 80) visit.report("Maximum length is 80", `${path}/States/${name}`);
    checkState(state, `${path}/States/${name}`, visit);
  }
  const inner = checkFlow(scope["StartAt"], states, path, outer, visit.report);
  for (const { owner, scope: nested, path: at, outer: around } of inner) {
    checkScope(nested, owner === "Map" ? PROCESSOR : BRANCH, at, around, visit);
  }
}

function checkState(state: unknown, path: string, { language, report }: Visit): void {
  if (!isObject(state)) {
    report("Expected value of type Object", path);
    return;
  }
  const type = state["Type"];
  if (type === undefined) {
    report("The field 'Type' is required", path);
    return;
  }
  const known = typeof type === "string" && Object.hasOwn(STATES, type) ? STATES[type] : undefined;
  if (!known) {
    const names = "Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map";
    report(`The field 'Type' should have one of these values: [${names}]`, `${path}/Type`);
    return;
  }
  const spoken = state["QueryLanguage"] ?? language;
  if (language === "JSONata" && spoken === "JSONPath") {
    report(
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
      path,
    );
  } else if (spoken !== "JSONata") {
    report("The query language JSONPath is not supported: set 'JSONata'", `${path}/QueryLanguage`);
  }
  checkFields(state, known.table, known.required, path, report);
  checkAlternatives(state, type as string, path, report);
}

/** Fields of which exactly one must be there. */
function checkAlternatives(state: Fields, type: string, path: string, report: Report): void {
  const alternatives: readonly string[][] = [
    ...(["Succeed", "Fail", "Choice"].includes(type) ? [] : [["Next", "End"]]),
    ...(type === "Wait" ? [["SecondsPath", "Seconds", "TimestampPath", "Timestamp"]] : []),
    ...(type === "Map" ? [["ItemProcessor", "Iterator"]] : []),
  ];
  for (const names of alternatives) {
    const given = names.filter((name) => state[name] !== undefined && state[name] !== false);
    const listed = `of the following fields: [${names.join(", ")}]`;
    if (given.length > 1) report(`There should only be one ${listed}`, path);
    if (given.length === 0) report(`This object should have only one ${listed}`, path);
  }
  if (type !== "Task" || typeof state["Resource"] !== "string") return;
  if (INVOKE.test(state["Resource"]))
    checkInvocation(state["Arguments"], `${path}/Arguments`, report);
}

/** What `lambda:invoke` takes. An asynchronous or a dry run is another integration: refused. */
function checkInvocation(args: unknown, path: string, report: Report): void {
  if (isExpression(args)) return;
  const table: Table = { FunctionName: text, Payload: anything };
  checkFields(args ?? {}, table, ["FunctionName"], path, report);
}

function checkFields(
  value: unknown,
  table: Table,
  required: readonly string[],
  path: string,
  report: Report,
): value is Record<string, unknown> {
  if (!isObject(value)) {
    report("Expected value of type Object", path);
    return false;
  }
  const missing = required.filter((name) => value[name] === undefined);
  if (missing.length > 0) report(`These fields are required: [${missing.join(", ")}]`, path);
  for (const [name, member] of Object.entries(value)) {
    const check = Object.hasOwn(table, name) ? table[name] : undefined;
    if (check) check(member, `${path}/${name}`, report);
    else report(`Field '${name}' is not supported`, `${path}/${name}`);
  }
  return true;
}
