/**
 * The life of a licence after its issue: a table of statuses and of what may be done in each. What
 * was decided is kept as a list of changes with their dates of effect; the status at a moment, and
 * what the status list says of it, follow from that list.
 */
import type { Instant } from "../ports.ts";
import type { StatusName } from "../status-list/list.ts";
import type { MarkChange } from "../status-list/marks.ts";

export const LICENCE_STATUSES = [
  "active",
  "suspended",
  "revoked",
  "surrendered",
  "replaced",
  "expired",
] as const;
export type LicenceStatus = (typeof LICENCE_STATUSES)[number];

export const STATUS_ACTIONS = ["suspend", "reinstate", "revoke", "surrender", "replace"] as const;
export type StatusAction = (typeof STATUS_ACTIONS)[number];

type Next = Readonly<Partial<Record<StatusAction, LicenceStatus>>>;

/** What an action makes of a licence in a status; what is not here cannot be done. */
export const NEXT_STATUS: Readonly<Record<LicenceStatus, Next>> = {
  active: {
    suspend: "suspended",
    revoke: "revoked",
    surrender: "surrendered",
    replace: "replaced",
  },
  suspended: {
    reinstate: "active",
    revoke: "revoked",
    surrender: "surrendered",
    replace: "replaced",
  },
  revoked: {},
  surrendered: {},
  replaced: {},
  expired: {},
};

/** Two bits cannot tell revoked from surrendered or replaced; that it expired, the token says. */
const LISTED: Readonly<Record<LicenceStatus, StatusName>> = {
  active: "valid",
  suspended: "suspended",
  revoked: "invalid",
  surrendered: "invalid",
  replaced: "invalid",
  expired: "valid",
};

/** A change that was decided. */
export interface StatusChange {
  readonly action: StatusAction;
  /** A code of the permit's `statusReasons`, or of `REINSTATEMENT_REASONS`. */
  readonly reason: string;
  /** Its date of effect: not before the decision. */
  readonly from: Instant;
}

/** How a licence stands at a moment, and since when. */
export interface Standing {
  readonly status: LicenceStatus;
  readonly since: Instant;
  readonly reason?: string;
}

interface Licensed {
  readonly issuedAt: Instant;
  /** The first moment at which it is expired. */
  readonly expiresAt: Instant;
  readonly changes: readonly StatusChange[];
}

/**
 * Each status that a licence has or will have, in order of time. A change that another one made
 * impossible before it took effect (a suspension from tomorrow on, after a revocation today) has none.
 */
export function standingsOf({ issuedAt, expiresAt, changes }: Licensed): Standing[] {
  const standings: Standing[] = [{ status: "active", since: issuedAt }];
  for (const { action, reason, from } of changes.toSorted((a, b) => a.from - b.from)) {
    const status = NEXT_STATUS[standings.at(-1)!.status][action];
    if (status && from < expiresAt) standings.push({ status, since: from, reason });
  }
  const last = standings.at(-1)!.status;
  const ended = last !== "active" && last !== "suspended";
  return ended ? standings : [...standings, { status: "expired", since: expiresAt }];
}

/** How it stands at a moment. */
export function standingAt(licensed: Licensed, now: Instant): Standing {
  const standings = standingsOf(licensed);
  return standings.findLast(({ since }) => since <= now) ?? standings[0]!;
}

/** Whether something can be done to it with effect from a moment on. */
export function mayChange(licensed: Licensed, action: StatusAction, from: Instant): boolean {
  return NEXT_STATUS[standingAt(licensed, from).status][action] !== undefined;
}

/** What its entry in the status list is, from when on. */
export function marksOf(licensed: Licensed): MarkChange[] {
  return standingsOf(licensed)
    .slice(1)
    .filter(({ status }) => status !== "expired")
    .map(({ status, since }) => ({ from: since, status: LISTED[status] }));
}
