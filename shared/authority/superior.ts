/** Who is told when a task is late. */
import { HEAD_ROLE } from "../access.ts";
import type { Seat } from "../application/event.ts";
import { type Authority, placeOf } from "./authority.ts";

type Places = Pick<Authority, "places" | "units">;

/**
 * The head of the unit that a task waits at. Who leads a unit or signs for it has nobody above them
 * there: then the head of the unit above and, where a signature has none, still the unit's own.
 */
export function superiorOf(
  authority: Places,
  { unit, role }: Seat,
  signs: boolean,
): Seat | undefined {
  const above = role === HEAD_ROLE || signs ? unitAbove(authority, unit) : undefined;
  if (above !== undefined) return { unit: above, role: HEAD_ROLE };
  return role === HEAD_ROLE ? undefined : { unit, role: HEAD_ROLE };
}

/** The first unit of the nearest place that contains the unit's own, but for those of a few roles only. */
function unitAbove(authority: Places, id: string): string | undefined {
  const unit = authority.units.find((each) => each.id === id);
  let within = unit && placeOf(authority, unit.place)?.within;
  while (within !== undefined) {
    const above = authority.units.find(({ place, roles }) => place === within && !roles);
    if (above) return above.id;
    within = placeOf(authority, within)?.within;
  }
  return undefined;
}
