/** Every limit can be counted, everyone who is waited for has one, and silence means something that fits. */
import { type Limit, limitFault } from "../../shared/clock/limit.ts";
import type { OnDeadline, Stage } from "../../shared/permit/permit.ts";
import type { DefinitionFault, PlacedStage, Rule } from "./rule.ts";
import { listed, placed } from "./rule.ts";

/** What silence may mean, by who is silent. A signature is never deemed: it is somebody's. */
const MEANINGS: Readonly<Record<Exclude<Stage["kind"], "issue">, readonly OnDeadline[]>> = {
  review: ["escalate", "deemedApproved", "deemedRefused", "mayProceed"],
  inspect: ["escalate", "deemedApproved", "deemedRefused", "mayProceed"],
  hear: ["escalate", "deemedApproved", "deemedRefused", "mayProceed"],
  consult: ["escalate", "deemedConsent"],
  sign: ["escalate", "deemedRefused"],
  pay: ["lapse"],
};

export const soundLimits: Rule = (definition) => {
  const { clock, licence } = definition;
  const bound: readonly (readonly [string, Limit | undefined, NonNullable<Limit["binds"]>])[] = [
    ["clock.limit", clock.limit, "authority"],
    ["clock.warnBefore", clock.warnBefore, "authority"],
    ...(clock.cases ?? []).map(
      ({ limit }, index) => [`clock.cases[${index}].limit`, limit, "authority"] as const,
    ),
    ["licence.validity", licence.validity, "licence"],
    ["licence.extension.by", licence.extension?.by, "licence"],
    ["licence.publication.for", licence.publication?.for, "licence"],
    ...licence.statusReasons.map(
      ({ limit }, index) => [`licence.statusReasons[${index}].limit`, limit, "authority"] as const,
    ),
    ["licence.renewal.from", licence.renewal?.from, "licence"],
    ["licence.renewal.until", licence.renewal?.until, "licence"],
  ];
  return [
    ...bound.flatMap(([path, limit, whose]) => (limit ? limitFaults(path, limit, whose) : [])),
    ...placed(definition).flatMap(stageFaults),
  ];
};

function stageFaults({ stage, path }: PlacedStage): DefinitionFault[] {
  if (stage.kind === "issue") return [];
  const whose = stage.kind === "pay" ? "applicant" : "authority";
  const supplement = stage.kind === "review" ? stage.supplement : undefined;
  return [
    ...(stage.limit
      ? limitFaults(`${path}.limit`, stage.limit, whose)
      : [
          {
            path: `${path}.limit`,
            fault: `nothing bounds how long "${stage.id}" may wait`,
            remedy: "Give the stage a limit, so that its lateness is seen.",
          },
        ]),
    ...(supplement ? limitFaults(`${path}.supplement.limit`, supplement.limit, "applicant") : []),
    ...(stage.onDeadline && !MEANINGS[stage.kind].includes(stage.onDeadline)
      ? [
          {
            path: `${path}.onDeadline`,
            fault: `silence cannot mean ${stage.onDeadline} at a stage of kind ${stage.kind}`,
            remedy: `Choose one of: ${listed(MEANINGS[stage.kind])}.`,
          },
        ]
      : []),
  ];
}

function limitFaults(
  path: string,
  limit: Limit,
  whose: NonNullable<Limit["binds"]>,
): DefinitionFault[] {
  const fault = limitFault(limit);
  if (fault) return [{ path, fault, remedy: "Give a whole amount above nothing, and a unit." }];
  if ((limit.binds ?? "authority") === whose) return [];
  return [
    {
      path: `${path}.binds`,
      fault: `this term is the ${whose}'s, and it is counted as the ${limit.binds ?? "authority"}'s`,
      remedy: whose === "authority" ? "Leave `binds` out." : `Write binds: "${whose}".`,
    },
  ];
}
