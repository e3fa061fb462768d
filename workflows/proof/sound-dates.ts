/** A version is valid between two days that exist, and a notice is given before one that the answers name. */
import { isCivilDate } from "../../shared/permit/answers.ts";
import { knownFact } from "./fact.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { atMostWorkingDays } from "./statutory-limit.ts";

export const soundDates: Rule = (definition) => {
  const { validFrom, validTo } = definition;
  return [
    ...(isCivilDate(validFrom)
      ? []
      : [{ path: "validFrom", fault: `"${validFrom}" is no day`, remedy: "Write YYYY-MM-DD." }]),
    ...(validTo === undefined || (isCivilDate(validTo) && validTo >= validFrom)
      ? []
      : [
          {
            path: "validTo",
            fault: `"${validTo}" is no day from ${validFrom} on`,
            remedy: "Write YYYY-MM-DD, or leave it out.",
          },
        ]),
    ...noticeFaults(definition),
  ];
};

const noticeFaults: Rule = (definition): DefinitionFault[] => {
  const { notice } = definition;
  if (!notice) return [];
  const day = knownFact(definition, notice.before);
  return [
    ...(day?.kind === "string" && !day.mayBeAbsent
      ? []
      : [
          {
            path: "notice.before",
            fault: `"${notice.before}" is no day that is always answered`,
            remedy: "Point at a required date among the answers.",
          },
        ]),
    ...(notice.late && atMostWorkingDays(notice.late) >= atMostWorkingDays(notice.standard)
      ? [
          {
            path: "notice.late",
            fault: "a late notice is no later than a standard one",
            remedy: "Make it the shorter one.",
          },
        ]
      : []),
  ];
};
