import { isObject } from "./json.ts";
import { malformed } from "./refusal.ts";

/** Claims by name as a JWT has them, whichever form they came in; what is within them stays as CBOR has it. */
export type Claims = Readonly<Record<string, unknown>>;

/** When a token may be relied on, in milliseconds since the epoch. */
export interface Times {
  readonly issuedAt?: number | undefined;
  readonly validFrom?: number | undefined;
  /** The first moment at which it is expired. */
  readonly until?: number | undefined;
}

/** A token may say that it was made a little later than this clock says it is. */
const CLOCK_SKEW_MS = 60_000;
const LATEST_SECOND = 253_402_300_799; // The end of the year 9999.

/** Reads `iat`, `nbf` and `exp` (RFC 7519 section 4.1). @throws {Refusal} `claims` */
export function timesOf({ iat, nbf, exp }: Claims): Times {
  return {
    issuedAt: optional(iat, moment),
    validFrom: optional(nbf, moment),
    until: optional(exp, moment),
  };
}

/**
 * The same of a licence or a list, which must end, and is for everyone: a token that names its
 * audience (`aud`) must be rejected by whoever is not in it (RFC 7519 section 4.1.3).
 *
 * @throws {Refusal} `expiry_missing`, `claims`
 */
export function timesToEnd(claims: Claims): Times & { readonly until: number } {
  if (claims["exp"] === undefined) throw malformed("expiry_missing");
  if (claims["aud"] !== undefined) throw malformed("claims");
  return timesOf(claims) as ReturnType<typeof timesToEnd>;
}

/** What keeps a token with these times from being relied on at a moment, if anything. */
export function untimely(
  { issuedAt, validFrom, until }: Times,
  at: number,
): "not_before" | "issued_later" | "expired" | undefined {
  // A comparison with a moment that is not told is false.
  if (at < validFrom!) return "not_before";
  if (issuedAt! > at + CLOCK_SKEW_MS) return "issued_later";
  // A moment that is no number is past every end.
  return until === undefined || at < until ? undefined : "expired";
}

export function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : read(value);
}

/** A member of an object, or of a map in CBOR, that may be absent. @throws {Refusal} `claims` when it is neither */
export function member(of: unknown, name: string): unknown {
  if (of === undefined) return undefined;
  if (of instanceof Map) return of.get(name);
  if (!isObject(of)) throw malformed("claims");
  return of[name];
}

/** A text that is not empty. @throws {Refusal} `claims` */
export function text(value: unknown): string {
  if (!value || typeof value !== "string") throw malformed("claims");
  return value;
}

/** Milliseconds of a NumericDate (RFC 7519 section 2), which may have a fraction. @throws {Refusal} `claims` */
export function moment(value: unknown): number {
  if (typeof value !== "number" || !(value >= 0 && value <= LATEST_SECOND)) {
    throw malformed("claims");
  }
  return value * 1000;
}
