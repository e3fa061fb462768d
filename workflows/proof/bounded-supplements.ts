/** A supplement is asked a counted number of times: the loop through the applicant ends. */
import type { DefinitionFault, Rule } from "./rule.ts";
import { placed } from "./rule.ts";

/** Beyond this an authority asks for what it should have asked for at once. */
const MOST_ROUNDS = 5;

export const boundedSupplements: Rule = (definition) =>
  placed(definition).flatMap(({ stage, path }): DefinitionFault[] => {
    if (stage.kind !== "review" || !stage.supplement) return [];
    const { rounds } = stage.supplement;
    if (Number.isInteger(rounds) && rounds >= 1 && rounds <= MOST_ROUNDS) return [];
    return [
      {
        path: `${path}.supplement.rounds`,
        fault: `a supplement could be asked ${rounds} times, so the file might never be decided`,
        remedy: `Give a whole number from 1 to ${MOST_ROUNDS}.`,
      },
    ];
  });
