/** A parallel group holds single stages in which other units act, two at least; no sequences, no exits of its own. */
import type { ParallelGroup } from "../../shared/permit/permit.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { listed, placed } from "./rule.ts";

const ALLOWED: readonly string[] = ["review", "consult", "inspect"];

export const singleStageGroups: Rule = (definition) => [
  ...definition.stages.flatMap((step, index) =>
    step.kind === "parallel" ? size(step, index) : [],
  ),
  ...placed(definition).flatMap(({ stage, path, group }): DefinitionFault[] => {
    if (!group) return [];
    if (!ALLOWED.includes(stage.kind)) {
      return [
        {
          path: `${path}.kind`,
          fault: `a stage of kind ${stage.kind} cannot stand in a parallel group`,
          remedy: `A group holds single stages of kind ${listed(ALLOWED)}; put this one before or after it.`,
        },
      ];
    }
    if (stage.kind !== "review" || !stage.supplement) return [];
    return [
      {
        path: `${path}.supplement`,
        fault:
          "a stage in a parallel group cannot ask for a supplement: its siblings would be lost",
        remedy: "Ask at a stage before the group.",
      },
    ];
  }),
];

/** A group of one is that stage; a group of none is nothing. */
function size(group: ParallelGroup, index: number): DefinitionFault[] {
  if (group.stages.length >= 2) return [];
  return [
    {
      path: `stages[${index}].stages`,
      fault: `the group "${group.id}" holds ${group.stages.length === 1 ? "one stage only" : "nothing"}`,
      remedy: "A group holds two stages or more; a single stage stands by itself.",
    },
  ];
}
