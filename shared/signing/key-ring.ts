/**
 * The signing keys of one issuer for one purpose, from the first to the next. Asymmetric keys of KMS
 * do not rotate by themselves: a new one is published ahead, then signs, then stays published until
 * the last token that it signed has expired.
 */
import type { Instant } from "../ports.ts";
import type { EcPublicJwk } from "../verifier/primitives.ts";

export const PURPOSES = ["licences", "status-lists"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A key as it is known beside KMS, which holds its private half. */
export interface RingKey {
  readonly authority: string;
  readonly purpose: Purpose;
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  /** The key's ARN: it goes on meaning this key wherever the alias points. */
  readonly keyId: string;
  readonly publicKey: EcPublicJwk;
  /** Real time, as caches know no other. */
  readonly publishedAt: Instant;
  /** Real time at which it began to sign; absent while it is published ahead. */
  readonly signsFrom?: Instant;
  /** From here on it is published no more: every token it signed has expired. Domain time. */
  readonly keptUntil?: Instant;
}

/** For how long anybody may keep the key set, in seconds: its `max-age`. */
export const KEY_SET_CACHED_SECONDS = 3600;
/** Twice a cache's lifetime: a copy that was fetched just before, and kept a little too long. */
export const PUBLISHED_AHEAD_MS = 2 * KEY_SET_CACHED_SECONDS * 1000;

/** Whether the key set names it at a moment of the domain clock. */
export function isPublished({ keptUntil }: RingKey, now: Instant): boolean {
  return keptUntil === undefined || now < keptUntil;
}

/** What a rotation has to do next. */
export type RotationStep =
  /** No key waits: make one and publish it. */
  | { readonly kind: "publish" }
  /** One waits, and caches may not know it yet. */
  | { readonly kind: "wait"; readonly next: RingKey; readonly until: Instant }
  /** Every cache knows it: it signs from now on. */
  | { readonly kind: "switch"; readonly next: RingKey };

/** @param realNow real time, milliseconds since the epoch */
export function rotationStep(ring: readonly RingKey[], realNow: Instant): RotationStep {
  const next = ring.find(({ signsFrom, keptUntil }) => signsFrom === undefined && !keptUntil);
  if (!next) return { kind: "publish" };
  const until = next.publishedAt + PUBLISHED_AHEAD_MS;
  return realNow < until ? { kind: "wait", next, until } : { kind: "switch", next };
}
