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
export function permit(id: string, version: number): Permit | undefined {
  return permits.find((one) => one.id === id && one.version === version);
}

/** The newest published version in force on a day, or undefined: nobody may apply then. */
export function currentVersion(id: string, on: CivilDate): Permit | undefined {
  return permits
    .filter(
      (one) =>
        one.id === id && one.validFrom <= on && (one.validTo === undefined || on <= one.validTo),
    )
    .reduce<Permit | undefined>(
      (newest, one) => (newest && newest.version > one.version ? newest : one),
      undefined,
    );
}
