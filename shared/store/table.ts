/**
 * The one table: every key and every access pattern. Both homes create it from `TABLE`, and the
 * grants of every function name its indexes from here.
 *
 * | item | pk | sk | found by |
 * |---|---|---|---|
 * | application (the truth) | APPLICATION#id | APPLICATION | key; index `wake`; index `party` |
 * | task with its token | APPLICATION#id | APPLICATION#TASK#stage#round | with the application; index `inbox` |
 * | answers | APPLICATION#id | ANSWERS | key |
 * | corrected answers, not handed in | APPLICATION#id | CORRECTION#supplement#round | key |
 * | document's metadata | APPLICATION#id | DOCUMENT#document | key, prefix |
 * | audit event | APPLICATION#id | EVENT#seq | key, prefix |
 * | mail to be sent | APPLICATION#id | MAIL#seq, MAIL#seq#part | key; index `wake` |
 * | late task before its superior | APPLICATION#id | ESCALATION#stage#round | key; index `inbox` |
 * | checkout to be settled | APPLICATION#id | SETTLEMENT#checkout | key; index `wake` |
 * | licence | APPLICATION#id | LICENCE | key, prefix |
 * | its signed forms | APPLICATION#id | LICENCE#FORMS | with the licence |
 * | licence's number | LICENCE#number | LICENCE | key |
 * | dossier code | DOSSIER#code | DOSSIER | key |
 * | gateway's event, once | GATEWAY#event | GATEWAY | key |
 * | party | PARTY#party | PARTY | key |
 * | who acts for a party | PERSON#person | PARTY#party | key, prefix |
 * | appointment | PERSON#person | APPOINTMENT#authority#id | key, prefix |
 * | authority | AUTHORITY#authority | AUTHORITY | key |
 * | its calendar | AUTHORITY#authority | CALENDAR | key |
 * | another that it counts some permits by | AUTHORITY#authority | CALENDAR#calendar | key |
 * | its files to be counted anew | AUTHORITY#authority | RECOUNT | key; index `wake` |
 * | its officers | AUTHORITY#authority | OFFICER#unit#role#id | prefix |
 * | its audit event | AUTHORITY#authority | EVENT#seq | prefix |
 * | its signing key | AUTHORITY#authority | KEY#purpose#kid | key, prefix |
 * | counter | COUNTER#name | COUNTER | key |
 * | status list | STATUSLIST#list | STATUSLIST | key |
 * | index given to a licence, once | STATUSLIST#list | INDEX#index | key |
 * | changes of an index's status | STATUSLIST#list | MARK#index | prefix |
 * | how often its marks were changed | STATUSLIST#list | REVISION | key |
 * | what its indexes are permuted by | STATUSLIST#list | SECRET | key |
 * | every authority | AUTHORITIES | AUTHORITY#authority | prefix |
 * | idempotency record | IDEMPOTENCY#subject#key | IDEMPOTENCY | key |
 */
import type { Seat } from "../application/event.ts";
import type { Instant } from "../ports.ts";
import { padded } from "./keys.ts";

export type { Key } from "./keys.ts";

export interface IndexSpec {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly sortKeyType?: "S" | "N";
  readonly projection: "ALL" | "KEYS_ONLY" | readonly string[];
}

export interface TableSpec {
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly indexes: readonly IndexSpec[];
  /** The attribute with the epoch second after which an item may be removed. */
  readonly expiresAt: string;
}

export const TABLE = {
  partitionKey: "pk",
  sortKey: "sk",
  expiresAt: "expiresAt",
  indexes: [
    {
      name: "inbox",
      partitionKey: "inbox",
      sortKey: "inboxOrder",
      projection: [
        "application",
        "dossier",
        "permit",
        "permitVersion",
        "stage",
        "round",
        "openedAt",
        "dueAt",
        "claimedBy",
      ],
    },
    {
      name: "wake",
      partitionKey: "wake",
      sortKey: "wakeAt",
      sortKeyType: "N",
      projection: "KEYS_ONLY",
    },
    {
      name: "party",
      partitionKey: "party",
      sortKey: "createdAt",
      sortKeyType: "N",
      projection: "KEYS_ONLY",
    },
  ],
} as const satisfies TableSpec;

/** Partitions of the wake index, so that a burst due at one moment does not meet one partition. */
export const WAKE_SHARDS = 4;

/** `due` follows the domain clock; `redrive` real time: something the platform itself must retry. */
export type WakeKind = "due" | "redrive";

/** Partition of the inbox index: what one role of one unit has before it. */
export function inboxOf(authority: string, unit: string, role: string): string {
  return `${authority}#${unit}#${role}`;
}

/**
 * Order in an inbox: what is due first stands first, what has no limit last. In the inbox of a
 * superior it ends with the seat that the task waits for.
 */
export function inboxOrder(
  dueAt: Instant | undefined,
  application: string,
  stage: string,
  seat?: Seat,
): string {
  const order = `${padded(dueAt ?? 999_999_999_999_999, 15)}#${application}#${stage}`;
  return seat ? `${order}#${seat.unit}#${seat.role}` : order;
}

/** The seat at the end of a superior's order, or undefined. */
export function seatIn(order: string): Seat | undefined {
  const [, , , unit, role] = order.split("#");
  return unit !== undefined && role !== undefined ? { unit, role } : undefined;
}

/** Partition of the wake index for one application. */
export function wakeOf(kind: WakeKind, application: string): string {
  const last = application.charCodeAt(application.length - 1);
  return `${kind}#${last % WAKE_SHARDS}`;
}

/** Every partition of the wake index of one kind. */
export function wakePartitions(kind: WakeKind): string[] {
  return Array.from({ length: WAKE_SHARDS }, (_, shard) => `${kind}#${shard}`);
}
