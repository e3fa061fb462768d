/** What a rule of proof is: a pure question to a definition, answered by its faults. */
import type { ParallelGroup, PermitDefinition, Stage } from "../../shared/permit/permit.ts";

export interface DefinitionFault {
  /** Where in the definition, as one would write it in code: `stages[2].role`. */
  readonly path: string;
  readonly fault: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** One rule. It never throws, whatever else is wrong with the definition. */
export type Rule = (definition: PermitDefinition) => DefinitionFault[];

/** A stage with its place in the definition. */
export interface PlacedStage<S extends Stage = Stage> {
  readonly stage: S;
  readonly path: string;
  /** Position of its step on the straight line. */
  readonly step: number;
  readonly group?: ParallelGroup;
}

/** Every stage with its place, a group's one after the other. */
export function placed(definition: PermitDefinition): PlacedStage[] {
  return definition.stages.flatMap((item, step): PlacedStage[] => {
    const path = `stages[${step}]`;
    if (item.kind !== "parallel") return [{ stage: item, path, step }];
    return item.stages.map((stage, index) => ({
      stage,
      path: `${path}.stages[${index}]`,
      step,
      group: item,
    }));
  });
}

/** A list in words for a message: `a, b, c`, or `(none)`. */
export const listed = (items: readonly string[]): string =>
  items.length > 0 ? items.join(", ") : "(none)";
