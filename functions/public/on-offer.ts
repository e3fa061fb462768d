/** The catalogue at a moment: the newest version of every permit that has begun. */
import type { Permit } from "../../shared/permit/permit.ts";
import type { Instant } from "../../shared/ports.ts";
import { currentVersion, newestVersion, permits } from "../../workflows/registry.ts";

/** Every permit, one that is closed included. */
export function catalogue(now: Instant): Permit[] {
  return each((id) => newestVersion(id, dayOf(now)));
}

/** Those that take applications. */
export function onOffer(now: Instant): Permit[] {
  return each((id) => currentVersion(id, dayOf(now)));
}

/** The catalogue belongs to no authority, so it turns its page by no authority's zone. */
export const dayOf = (now: Instant): string => new Date(now).toISOString().slice(0, 10);

function each(version: (id: string) => Permit | undefined): Permit[] {
  const ids = [...new Set(permits.map(({ id }) => id))];
  return ids.map(version).filter((permit) => permit !== undefined);
}
