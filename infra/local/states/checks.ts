import { isExpression } from "./expression.ts";
import { isObject } from "./json.ts";
import type { Diagnostic } from "./language.ts";
import { checkTemplate, type StatesMember } from "./reference.ts";

/** What one field of a definition may hold; a breach is reported with the field's path. */

export type Fields = Readonly<Record<string, unknown>>;
/** @param path null where AWS names no place */
export type Report = (message: string, path: string | null, code?: Diagnostic["code"]) => void;
export type Check = (value: unknown, path: string, report: Report) => void;
export type Table = Readonly<Record<string, Check>>;

const MAXIMUM_SECONDS = 99_999_999;
const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
export const INVOKE = /^arn:aws[a-z-]*:states:::lambda:invoke(\.waitForTaskToken)?$/;
const VARIABLE = /^\p{ID_Start}\p{ID_Continue}{0,79}$/u;
const TIMESTAMP =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i;

export const anything: Check = () => {};

export const text: Check = (value, path, report) => {
  if (typeof value !== "string") report("Expected value of type String", path);
};

export const list: Check = (value, path, report) => {
  if (!Array.isArray(value)) report("Expected value of type Array", path);
};

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, path, report) => {
    if (allowed.includes(value)) return;
    report(`Value should be one of the following: [${allowed.join(", ")}]`, path);
  };
}

const languages = oneOf("JSONPath", "JSONata");

export const queryLanguage: Check = (value, path, report) => {
  if (typeof value === "string") languages(value, path, report);
  else report("Expected value of type [STRING]", path);
};

/** Fields that only the other language knows. */
export function onlyIn(other: "JSONata" | "JSONPath", names: readonly string[]): Table {
  const own = other === "JSONata" ? "JSONPath" : "JSONata";
  const check = (name: string): Check => {
    const message = `The QueryLanguage is set to '${own}', but field '${name}' is only supported for the '${other}' QueryLanguage`;
    return (_value, path, report) => report(message, path);
  };
  return Object.fromEntries(names.map((name) => [name, check(name)]));
}

export function integer(minimum: number, maximum = MAXIMUM_SECONDS): Check {
  return (value, path, report) => {
    if (!Number.isInteger(value)) report("Expected value of type Integer", path);
    else if ((value as number) < minimum) report(`Minimum value is ${minimum}`, path);
    else if ((value as number) > maximum) report(`Maximum value is ${maximum}`, path);
  };
}

export function atLeast(minimum: number): Check {
  return (value, path, report) => {
    if (typeof value !== "number") report("Expected value of type Number", path);
    else if (value < minimum) report(`Minimum value is ${minimum}`, path);
  };
}

function template(...members: StatesMember[]): Check {
  return (value, path, report) => {
    for (const { message, path: inside, code } of checkTemplate(value, members)) {
      report(message, path + inside, code);
    }
  };
}

export const own = template("input", "context");
export const withResult = template("input", "context", "result");
export const withError = template("input", "context", "errorOutput");

/** Either an expression or a literal of the right kind. */
export function expressionOr(literal: Check): Check {
  return (value, path, report) => (isExpression(value) ? own : literal)(value, path, report);
}

export function assignment(values: Check): Check {
  return (value, path, report) => {
    if (!isObject(value)) return report("Expected value of type Object", path);
    for (const [name, assigned] of Object.entries(value)) {
      if (name === "states") report("The variable name 'states' is reserved", `${path}/${name}`);
      else if (!VARIABLE.test(name)) report(`Invalid variable name '${name}'`, `${path}/${name}`);
      values(assigned, `${path}/${name}`, report);
    }
  };
}

export function listOf(table: Table, required: readonly string[], minimum = 1): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return list(value, path, report);
    if (value.length < minimum) report("Value cannot be empty", path);
    for (const [index, element] of value.entries()) {
      checkFields(element, table, required, `${path}[${index}]`, report);
    }
  };
}

export const errorNames: Check = (value, path, report) => {
  if (!Array.isArray(value)) return list(value, path, report);
  if (value.length === 0) report("Value cannot be empty", path);
  for (const [index, name] of value.entries()) text(name, `${path}[${index}]`, report);
};

/** `States.ALL` stands alone, and in the last entry. AWS takes a list without entries. */
export function recovery(table: Table, required: readonly string[]): Check {
  const entries = listOf(table, required, 0);
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

/** An ISO-8601 date-time with an offset, on a day that exists; JavaScript takes 30 February. */
export function isTimestamp(text: string): boolean {
  const day = TIMESTAMP.exec(text)?.[1];
  const moment = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(moment) && new Date(moment).toISOString().slice(0, 10) === day;
}

export const timestamp: Check = (value, path, report) => {
  if (typeof value !== "string" || !isTimestamp(value)) {
    report("String does not match RFC3339 timestamp", path);
  }
};

export const functionArn: Check = (value, path, report) => {
  if (typeof value !== "string" || !FUNCTION_ARN.test(value)) {
    report(`The resource provided '${String(value)}' is not supported`, path);
  }
};

export const resource: Check = (value, path, report) => {
  if (typeof value !== "string" || !INVOKE.test(value)) functionArn(value, path, report);
};

/** What a literal payload may be; AWS refuses the others. */
export const payload: Check = (value, path, report) => {
  if (typeof value === "number" || typeof value === "boolean") {
    report("Expected value of type Object, Array, String or Null", path);
  }
};

export const condition: Check = (value, path, report) => {
  if (typeof value !== "boolean" && !isExpression(value)) {
    report("Expected a JSONata expression or a boolean", path);
  } else own(value, path, report);
};

export const items: Check = (value, path, report) => {
  if (!Array.isArray(value) && !isExpression(value)) {
    report("Expected a JSONata expression or an array", path);
  } else own(value, path, report);
};

/** Checks every member of an object, reports those it lacks, and those that no table knows. */
export function checkFields(
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
