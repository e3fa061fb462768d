/** Who signs has not decided before: the signature is another office's than any decision it rests on. */
import { isHuman } from "../../shared/permit/stages.ts";
import type { Rule } from "./rule.ts";
import { placed } from "./rule.ts";

export const signedByAnother: Rule = (definition) => {
  const all = placed(definition);
  return all.flatMap(({ stage, path, step }) => {
    if (stage.kind !== "sign") return [];
    return all
      .filter((other) => other.step < step)
      .flatMap(({ stage: earlier }) =>
        isHuman(earlier) && earlier.role === stage.role && earlier.level === stage.level
          ? [
              {
                path: `${path}.role`,
                fault: `"${stage.role}" signs what it decided itself at "${earlier.id}"`,
                remedy:
                  "Let the competent person's role sign, and no role that decided a stage before.",
              },
            ]
          : [],
      );
  });
};
