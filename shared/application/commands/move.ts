/** A draft goes over to the permit's newest version; what was submitted stays with its own. */
import type { Permit } from "../../permit/permit.ts";
import type { Case } from "../case.ts";
import type { EventBody } from "../event.ts";

export interface Moved {
  /** The case by the version that holds from now on. */
  readonly kase: Case;
  readonly events: readonly EventBody[];
}

/** @param current the version that is asked for today; undefined where the permit is closed */
export function moved(kase: Case, current: Permit | undefined): Moved {
  const { application } = kase;
  const stays =
    application.phase !== "draft" ||
    current === undefined ||
    current.version <= application.permitVersion;
  if (stays) return { kase, events: [] };
  return {
    kase: { ...kase, permit: current },
    events: [{ type: "DraftMoved", permitVersion: current.version }],
  };
}
