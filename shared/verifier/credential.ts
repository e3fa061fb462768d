import { isEcPublicJwk } from "./keys.ts";
import type { EcPublicJwk } from "./primitives.ts";
import { malformed } from "./refusal.ts";

/** What a licence says, whichever form it came in. Times are in milliseconds since the epoch. */
export interface Credential {
  readonly issuer: string;
  /** The licence's type, a URL (`vct`). */
  readonly type: string;
  /** The licence number: the licence's identity. Absent in credentials of others. */
  readonly number?: string;
  /** The type's name by language (BCP 47). */
  readonly titles?: Readonly<Record<string, string>>;
  /** The holder's name, where it was shown. */
  readonly holder?: string;
  readonly issuedAt?: number;
  readonly validFrom?: number;
  /** The first moment at which it is expired. */
  readonly until: number;
  /** Its entry in a status list. */
  readonly status?: { readonly uri: string; readonly index: number };
  /** The holder's key, where the licence is bound to one. */
  readonly holderKey?: EcPublicJwk;
  /** The claims shown, by name; in the CWT form by number. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The claims of a licence before they are checked, named as in a JWT. */
export interface RawClaims {
  readonly iss: unknown;
  readonly vct: unknown;
  readonly exp: unknown;
  readonly nbf: unknown;
  readonly iat: unknown;
  readonly number: unknown;
  readonly holder: unknown;
  readonly title: unknown;
  readonly status: { readonly idx: unknown; readonly uri: unknown } | undefined;
  readonly holderKey: unknown;
  readonly claims: Readonly<Record<string, unknown>>;
}

const LATEST_SECOND = 253_402_300_799; // The end of the year 9999.

/** @throws {Refusal} `expiry_missing`, `claims` */
export function readCredential(raw: RawClaims): Credential {
  if (raw.exp === undefined) throw malformed("expiry_missing");
  const optional = <T>(value: unknown, read: (value: unknown) => T): T | undefined =>
    value === undefined ? undefined : read(value);
  return {
    issuer: text(raw.iss),
    type: text(raw.vct),
    number: optional(raw.number, text),
    titles: optional(raw.title, texts),
    holder: optional(raw.holder, text),
    issuedAt: optional(raw.iat, moment),
    validFrom: optional(raw.nbf, moment),
    until: moment(raw.exp),
    status: raw.status && { uri: text(raw.status.uri), index: index(raw.status.idx) },
    holderKey: optional(raw.holderKey, key),
    claims: raw.claims,
  };
}

/** A text that is not empty. @throws {Refusal} `claims` */
export function text(value: unknown): string {
  if (typeof value !== "string" || value === "") throw malformed("claims");
  return value;
}

/** Milliseconds of a NumericDate (RFC 7519 section 2), which may have a fraction. @throws {Refusal} `claims` */
export function moment(value: unknown): number {
  if (typeof value !== "number" || !(value >= 0 && value <= LATEST_SECOND)) {
    throw malformed("claims");
  }
  return value * 1000;
}

/** An integer from 0. @throws {Refusal} `claims` */
export function index(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw malformed("claims");
  return value as number;
}

function texts(value: unknown): Record<string, string> {
  const named = (typeof value === "string" ? { und: value } : value) as Record<string, string>;
  if (typeof named !== "object" || named === null) throw malformed("claims");
  Object.values(named).forEach(text);
  return named;
}

function key(value: unknown): EcPublicJwk {
  if (!isEcPublicJwk(value)) throw malformed("holder_key");
  return value;
}
