/** One stage accepts the file as complete and starts the statutory clock, for everyone, before any other officer acts. */
import { isHuman } from "../../shared/permit/stages.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { placed } from "./rule.ts";

export const acceptedOnce: Rule = (definition) => {
  const all = placed(definition);
  const accepting = all.filter(({ stage }) => stage.kind === "review" && stage.accepts);
  const [first, ...more] = accepting;
  if (!first) {
    return [
      {
        path: "stages",
        fault: "no stage accepts the file, so the statutory clock never starts",
        remedy: "Write accepts: true at the review that checks completeness.",
      },
    ];
  }
  const faults: DefinitionFault[] = more.map(({ path }) => ({
    path: `${path}.accepts`,
    fault: `"${first.stage.id}" accepts the file already`,
    remedy: "Keep one stage that accepts.",
  }));
  if (first.group) {
    faults.push({
      path: `${first.path}.accepts`,
      fault: "the file cannot be accepted side by side with other work on it",
      remedy: "Move the stage before the group.",
    });
  }
  if ("when" in first.stage && first.stage.when) {
    faults.push({
      path: `${first.path}.when`,
      fault: "where the condition does not hold, the clock never starts",
      remedy: "Let the stage that accepts be unconditional.",
    });
  }
  const before = all.filter(({ stage, step }) => step < first.step && isHuman(stage));
  return [
    ...faults,
    ...before.map(({ stage, path }) => ({
      path,
      fault: `"${stage.id}" takes the authority's time before the clock has started`,
      remedy: `Move it after "${first.stage.id}".`,
    })),
  ];
};
