import {
  checkFields,
  type Fields,
  INVOKE,
  oneOf,
  payload,
  type Report,
  type Table,
  text,
} from "./checks.ts";
import { isExpression } from "./expression.ts";
import { isObject } from "./json.ts";
import type { Diagnostic } from "./language.ts";
import { BRANCH, MACHINE, PROCESSOR, STATES } from "./schema.ts";
import { checkFlow } from "./transitions.ts";

/** Everything that is wrong with a definition; empty when it lies within the subset. */
export function checkMachine(definition: Fields): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (message, location, code = "SCHEMA_VALIDATION_FAILED") => {
    diagnostics.push({ code, message, location: location === "" ? "/" : location });
  };
  const language = definition["QueryLanguage"] ?? "JSONPath";
  const visit: Visit = { language, report, names: new Set(), jsonPath: [], jsonata: false };
  checkScope(definition, MACHINE, "", new Set(), visit);
  if (!visit.jsonata) for (const path of visit.jsonPath) refuseJsonPath(path, report);
  return diagnostics;
}

function refuseJsonPath(path: string, report: Report): void {
  report("The query language JSONPath is not supported: set 'JSONata'", `${path}/QueryLanguage`);
}

interface Visit {
  readonly language: unknown;
  readonly report: Report;
  /** Of every state met so far, in whatever scope. */
  readonly names: Set<string>;
  /** Where states stand that speak JSONPath by a default, and say nothing in it. */
  readonly jsonPath: string[];
  /** Whether any state speaks JSONata. */
  jsonata: boolean;
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
  if (states === undefined) return;
  if (!isObject(states)) {
    visit.report("Expected value of type Object", `${path}/States`);
    return;
  }
  if (Object.keys(states).length === 0) visit.report("Value cannot be empty", `${path}/States`);
  for (const [name, state] of Object.entries(states)) {
    const at = `${path}/States/${name}`;
    if (name.length > 80) visit.report("Maximum length is 80", at);
    if (visit.names.has(name)) {
      visit.report(`Duplicate State name: ${name}`, at, "DUPLICATE_STATE_NAME");
    }
    visit.names.add(name);
    checkState(state, at, visit);
  }
  const inner = checkFlow(scope["StartAt"], states, path, outer, visit.report);
  for (const { iterated, scope: nested, path: at, outer: around } of inner) {
    checkScope(nested, iterated ? PROCESSOR : BRANCH, at, around, visit);
  }
}

function checkState(state: unknown, path: string, visit: Visit): void {
  const { language, report } = visit;
  if (!isObject(state)) {
    report("Expected value of type Object", path);
    return;
  }
  const type = state["Type"];
  if (type === undefined) {
    report("The field 'Type' is required", path);
    return;
  }
  const known = Object.hasOwn(STATES, String(type)) ? STATES[String(type)] : undefined;
  if (!known) {
    const names = "Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map";
    report(`The field 'Type' should have one of these values: [${names}]`, `${path}/Type`);
    return;
  }
  // Whatever is not JSONPath to the letter is JSONata to AWS, if misspelt.
  const inJsonPath = (state["QueryLanguage"] ?? language) === "JSONPath";
  if (inJsonPath && language !== "JSONPath") {
    const message =
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    report(message, path);
  } else if (!inJsonPath) visit.jsonata = true;
  else if (known.neutral) visit.jsonPath.push(path);
  else refuseJsonPath(path, report);
  const neutral = inJsonPath && language === "JSONPath" ? known.neutral : undefined;
  checkFields(state, neutral ?? known.table, known.required, path, report);
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
  if (INVOKE.test(String(state["Resource"]))) {
    checkInvocation(state["Arguments"], `${path}/Arguments`, report);
  }
}

/** What `lambda:invoke` takes. An asynchronous or a dry run is another integration: refused. */
function checkInvocation(args: unknown, path: string, report: Report): void {
  if (isExpression(args)) return;
  const table: Table = {
    FunctionName: text,
    Payload: payload,
    InvocationType: oneOf("RequestResponse"),
  };
  checkFields(args ?? {}, table, ["FunctionName"], path, report);
}
