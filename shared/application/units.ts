/** Which units a permit needs for a place: found by role and level, upwards from it. */
import { type Authority, type Unit, unitFor } from "../authority/authority.ts";
import type { HumanStage, PermitDefinition } from "../permit/permit.ts";
import { acceptingStage, isHuman, stagesOf } from "../permit/stages.ts";

type Units = Pick<Authority, "places" | "units">;

/** The unit that receives files: the one whose code their dossiers carry. */
export function receivingUnit(authority: Units, permit: PermitDefinition, place: string) {
  return unitFor(authority, place, acceptingStage(permit));
}

/**
 * The unit that grants, whose code its numbers carry: the one that receives, where it stands at the
 * permit's own level; else that of the last person who decides there.
 */
export function grantingUnit(
  authority: Units,
  permit: PermitDefinition,
  place: string,
): Unit | undefined {
  const receiving = acceptingStage(permit);
  const last = humanStages(permit).findLast(({ level }) => level === permit.level);
  const seat = receiving.level === permit.level ? receiving : last;
  return seat && unitFor(authority, place, seat);
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
