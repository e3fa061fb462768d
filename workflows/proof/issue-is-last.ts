/** The licence is issued once, at the end: before it nothing is a dead end, after it nothing is reached. */

import type { DefinitionFault, Rule } from "./rule.ts";

export const issueIsLast: Rule = (definition) => {
  const last = definition.stages.length - 1;
  const issues = definition.stages.flatMap((step, index) => (step.kind === "issue" ? [index] : []));
  const [first = last] = issues;
  return [
    ...(last >= 0 && issues.length === 0 ? [deadEnd(last)] : []),
    ...definition.stages
      .slice(first + 1)
      .map((step, offset) => unreachable(first + 1 + offset, step.id)),
  ];
};

const deadEnd = (index: number): DefinitionFault => ({
  path: `stages[${index}]`,
  fault: "it is a dead end: nothing follows it, and no licence is issued",
  remedy: "Let the last stage be of kind issue.",
});

const unreachable = (index: number, id: string): DefinitionFault => ({
  path: `stages[${index}]`,
  fault: `"${id}" is never reached: it stands after the licence is issued`,
  remedy: "Move it before the issue stage, of which there is one.",
});
