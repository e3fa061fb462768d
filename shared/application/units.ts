/** Which units a permit needs for a place: found by role and level, upwards from it. */
import { type Authority, type Unit, unitFor } from "../authority/authority.ts";
import type { HumanStage, PermitDefinition } from "../permit/permit.ts";
import { acceptingStage, isHuman, stagesOf } from "../permit/stages.ts";

type Units = Pick<Authority, "places" | "units">;

/** The unit that receives files: the one whose code their dossiers carry. */
export function receivingUnit(authority: Units, permit: PermitDefinition, place: string) {
  return unitFor(authority, place, acceptingStage(permit));
}

/** The unit that grants: the one of the last person who decides at the permit's own level. */
export function grantingUnit(
  authority: Units,
  permit: PermitDefinition,
  place: string,
): Unit | undefined {
  const last = humanStages(permit).findLast(({ level }) => level === permit.level);
  return last && unitFor(authority, place, last);
}

/** The stages for which an authority has no unit that acts for a place. None: it can be asked for there. */
export function unservedStages(
  authority: Units,
  permit: PermitDefinition,
  place: string,
): HumanStage[] {
  return humanStages(permit).filter((stage) => !unitFor(authority, place, stage));
}

function humanStages(permit: PermitDefinition): HumanStage[] {
  return stagesOf(permit).filter(isHuman);
}
