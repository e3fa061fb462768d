/** Every stage can happen: no condition that nothing satisfies. */
import { type Condition, statements } from "../../shared/permit/condition.ts";
import { knownFact } from "./fact.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { placed } from "./rule.ts";

/** More combinations than this are not tried; nobody could read such a condition either. */
const MOST_CASES = 20_000;

export const reachableStages: Rule = (definition) =>
  placed(definition).flatMap(({ stage, path, step }): DefinitionFault[] => {
    if (!("when" in stage) || !stage.when) return [];
    const known = (pointer: string) => knownFact(definition, pointer, step)?.values;
    const absent = (pointer: string) => knownFact(definition, pointer, step)?.mayBeAbsent ?? false;
    if (isPossible(stage.when, known, absent)) return [];
    return [
      {
        path: `${path}.when`,
        fault: `"${stage.id}" is never reached: nothing satisfies its condition`,
        remedy: "Correct the condition, or remove the stage.",
      },
    ];
  });

/** Whether some facts satisfy a condition, by trying one of each kind of value that it distinguishes. */
function isPossible(
  condition: Condition,
  known: (pointer: string) => readonly unknown[] | undefined,
  mayBeAbsent: (pointer: string) => boolean,
): boolean {
  const pointers = [...new Set(statements(condition).map((statement) => statement.fact))];
  const candidates = pointers.map((pointer) => {
    const values = known(pointer) ?? distinguished(condition, pointer);
    return mayBeAbsent(pointer) ? [...values, undefined] : values;
  });
  const cases = candidates.reduce((product, values) => product * values.length, 1);
  if (cases > MOST_CASES) return true;
  return Array.from({ length: cases }, (_, number) => pick(number, pointers, candidates)).some(
    (facts) => satisfied(condition, facts),
  );
}

/** Values of an open fact that a condition tells apart: each it names, beside and between them, and another. */
function distinguished(condition: Condition, pointer: string): unknown[] {
  const named = statements(condition)
    .filter((statement) => statement.fact === pointer)
    .flatMap((statement): unknown[] => {
      if ("equals" in statement) return [statement.equals];
      if ("oneOf" in statement) return [...statement.oneOf];
      if ("atLeast" in statement) return [statement.atLeast, statement.atLeast - 1];
      if ("below" in statement) return [statement.below, statement.below - 1];
      return [];
    });
  return [...new Set([...named, "another value"])];
}

function pick(
  number: number,
  pointers: readonly string[],
  candidates: readonly (readonly unknown[])[],
): Map<string, unknown> {
  let rest = number;
  return new Map(
    pointers.map((pointer, index) => {
      const values = candidates[index] ?? [];
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      return [pointer, value];
    }),
  );
}

function satisfied(condition: Condition, facts: ReadonlyMap<string, unknown>): boolean {
  if ("all" in condition) return condition.all.every((part) => satisfied(part, facts));
  if ("any" in condition) return condition.any.some((part) => satisfied(part, facts));
  if ("not" in condition) return !satisfied(condition.not, facts);
  const value = facts.get(condition.fact);
  if ("equals" in condition) return value === condition.equals;
  if ("oneOf" in condition) return condition.oneOf.some((one) => one === value);
  if ("atLeast" in condition) return typeof value === "number" && value >= condition.atLeast;
  if ("below" in condition) return typeof value === "number" && value < condition.below;
  return (value !== undefined) === condition.present;
}
