/** The permits of this platform: one line for each version, newest last. */
import type { CivilDate, Permit } from "../shared/permit/permit.ts";
import { houseConstructionV1 } from "./permits/house-construction/v1.ts";
import { retailLiquorV1 } from "./permits/retail-liquor/v1.ts";
import { stateFoodBusinessV1 } from "./permits/state-food-business/v1.ts";
import { temporaryEventNoticeV1 } from "./permits/temporary-event-notice/v1.ts";

export interface RegistryRow {
  readonly permit: Permit;
  /** False: complete as a definition, and not offered to applicants. */
  readonly published: boolean;
}

/** Every version that is defined here. What is published never changes again. */
export const registry: readonly RegistryRow[] = [
  { permit: retailLiquorV1, published: true },
  { permit: houseConstructionV1, published: true },
  { permit: temporaryEventNoticeV1, published: true },
  { permit: stateFoodBusinessV1, published: true },
];

/** Every published version of every permit. */
export const permits: readonly Permit[] = registry
  .filter((row) => row.published)
  .map((row) => row.permit);

/** One published version, or undefined. A running application asks for its own to the end. */
export function permit(id: string, version: number, among = permits): Permit | undefined {
  return among.find((one) => one.id === id && one.version === version);
}

/**
 * The newest published version that has begun by a day, or undefined. It takes the place of those
 * before it for good: where it is closed, none of them is open again.
 */
export function newestVersion(id: string, on: CivilDate, among = permits): Permit | undefined {
  return among
    .filter((one) => one.id === id && one.validFrom <= on)
    .reduce<Permit | undefined>(
      (newest, one) => (newest && newest.version > one.version ? newest : one),
      undefined,
    );
}

/** The version that is asked for on a day, or undefined: nobody may apply then. */
export function currentVersion(id: string, on: CivilDate, among = permits): Permit | undefined {
  const newest = newestVersion(id, on, among);
  return newest?.validTo === undefined || on <= newest.validTo ? newest : undefined;
}
