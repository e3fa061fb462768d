/**
 * How much each route takes, for all callers together: what one authority's busiest day needs with
 * room above it, and a bound on what a flood can cost. Limits for each caller are for a web
 * application firewall, which comes with the pages' distribution.
 */

import type { HttpContract } from "../../../functions/contract.ts";
import type { Action } from "../../../shared/access.ts";

export interface Throttle {
  /** Requests a second. */
  readonly rate: number;
  /** Requests at one moment. */
  readonly burst: number;
}

const READS: Throttle = { rate: 100, burst: 200 };
const WRITES: Throttle = { rate: 25, burst: 50 };

const EXCEPTIONS: Readonly<Partial<Record<Action, Throttle>>> = {
  // Codes can be guessed here, and a person looks up one.
  "look-up-dossier": { rate: 10, burst: 20 },
  "look-up-licence": { rate: 10, burst: 20 },
  // Police, banks and shops check licences all at once, as on the day of a control.
  "verify-licence": { rate: 200, burst: 400 },
  // A thousand each.
  "verify-licences": { rate: 5, burst: 10 },
  "read-status-list": { rate: 200, burst: 400 },
  "read-key-set": { rate: 200, burst: 400 },
  // Two megabytes each.
  "read-docs": { rate: 2, burst: 5 },
};

/** What a route that is not listed would take. */
export const DEFAULT_THROTTLE: Throttle = READS;

export function throttleOf({ name, method }: HttpContract): Throttle {
  return EXCEPTIONS[name] ?? (method === "GET" ? READS : WRITES);
}
