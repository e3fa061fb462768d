import type { Fields, Report } from "./checks.ts";
import { isObject } from "./json.ts";

/** How states follow one another within one scope, and which variables they carry inwards. */

const MISSING = "MISSING_TRANSITION_TARGET";

interface Edge {
  readonly target: unknown;
  /** Where the target is named, such as `Choices[0]/Next`. */
  readonly field: string;
  readonly assigned: readonly string[];
}

/** The states inside a Parallel or a Map, with the variables that they may not assign. */
export interface Nested {
  /** Of a Map. */
  readonly iterated: boolean;
  readonly scope: unknown;
  readonly path: string;
  readonly outer: ReadonlySet<string>;
}

/**
 * Checks targets, reachability, an end, and that no variable of an outer scope is assigned.
 * @returns the nested scopes, still to be checked
 */
export function checkFlow(
  startAt: unknown,
  states: Fields,
  path: string,
  outer: ReadonlySet<string>,
  report: Report,
): Nested[] {
  const known = Object.entries(states).filter((entry): entry is [string, Fields] =>
    isObject(entry[1]),
  );
  const edges = new Map(known.map(([name, state]) => [name, [...edgesOf(state)]]));
  const exists = (target: unknown) => edges.has(target as string);
  if (startAt !== undefined && !exists(startAt)) {
    report(`Missing 'Next' target: ${String(startAt)}`, `${path}/StartAt`, MISSING);
  }
  for (const [name, leaving] of edges) {
    for (const { target, field } of leaving) {
      if (exists(target)) continue;
      report(
        `Missing 'Next' target: ${String(target)}`,
        `${path}/States/${name}/${field}`,
        MISSING,
      );
    }
    for (const variable of assignedBy(states[name] as Fields, leaving)) {
      if (!outer.has(variable)) continue;
      const message = `The variable name '${variable}' was already defined in a parent scope.`;
      const at = `${path}/States/${name}/Assign/${variable}`;
      report(message, at, "DUPLICATE_VARIABLE_NAME");
    }
  }
  if (path === "" && !hasEnd(known)) {
    report("Workflow has no terminal state", null, "MISSING_END_STATE");
  } else if (startAt !== undefined) checkReach(startAt, edges, known, path, report);
  return known.flatMap(([name, state]) => [...nestedIn(name, state, path, edges, outer)]);
}

/**
 * The outermost states must have an end; AWS does not ask it of a branch or an iteration, and sees
 * none in a state without a type.
 */
function hasEnd(known: readonly [string, Fields][]): boolean {
  return known.some(
    ([, { Type: type, End: end }]) =>
      type === "Succeed" || type === "Fail" || (type !== undefined && end === true),
  );
}

function checkReach(
  startAt: unknown,
  edges: ReadonlyMap<string, readonly Edge[]>,
  known: readonly [string, Fields][],
  path: string,
  report: Report,
): void {
  const reached = new Set<unknown>([startAt]);
  for (const name of reached) {
    for (const { target } of edges.get(name as string) ?? []) reached.add(target);
  }
  for (const [name] of known) {
    if (reached.has(name)) continue;
    report(`State "${name}" is not reachable.`, `${path}/States/${name}`, MISSING);
  }
}

function* edgesOf(state: Fields): Generator<Edge> {
  const assigned = namesIn(state["Assign"]);
  for (const field of ["Next", "Default"]) {
    if (state[field] !== undefined) yield { target: state[field], field, assigned };
  }
  for (const list of ["Choices", "Catch"]) {
    for (const [index, entry] of entriesOf(state[list])) {
      const field = `${list}[${index}]/Next`;
      const target = entry["Next"];
      if (target !== undefined) yield { target, field, assigned: namesIn(entry["Assign"]) };
    }
  }
}

function namesIn(assignment: unknown): string[] {
  return Object.keys(isObject(assignment) ? assignment : {});
}

function* entriesOf(list: unknown): Generator<[index: number, entry: Fields]> {
  if (!Array.isArray(list)) return;
  for (const [index, entry] of list.entries()) if (isObject(entry)) yield [index, entry];
}

function assignedBy(state: Fields, leaving: readonly Edge[]): Set<string> {
  return new Set([...namesIn(state["Assign"]), ...leaving.flatMap(({ assigned }) => assigned)]);
}

function* nestedIn(
  name: string,
  state: Fields,
  path: string,
  edges: ReadonlyMap<string, readonly Edge[]>,
  around: ReadonlySet<string>,
): Generator<Nested> {
  const at = `${path}/States/${name}`;
  const outer = new Set([...around, ...carriedInto(name, edges)]);
  const branches = state["Branches"];
  if (Array.isArray(branches)) {
    for (const [index, scope] of branches.entries()) {
      yield { iterated: false, scope, path: `${at}/Branches[${index}]`, outer };
    }
  }
  for (const field of ["ItemProcessor", "Iterator"]) {
    const scope = state[field];
    if (scope !== undefined) yield { iterated: true, scope, path: `${at}/${field}`, outer };
  }
}

/** The variables that may have been assigned when a state is entered. */
function carriedInto(name: string, edges: ReadonlyMap<string, readonly Edge[]>): Set<string> {
  const carried = new Set<string>();
  const reaching = new Set<unknown>([name]);
  for (const into of reaching) {
    for (const [source, leaving] of edges) {
      for (const { target, assigned } of leaving) {
        if (target !== into) continue;
        reaching.add(source);
        for (const variable of assigned) carried.add(variable);
      }
    }
  }
  return carried;
}
