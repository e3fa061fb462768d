import { isObject, type Json, type JsonObject } from "./json.ts";
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
  /** The type's name by language (BCP 47), in texts unless the issuer has it otherwise. */
  readonly titles?: Readonly<Record<string, unknown>>;
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

/** Claims that are read by name, and not shown once more among the others. */
const OWN = new Set(
  "iss exp nbf iat cnf vct vct#integrity status number holder title _sd_alg".split(" "),
);
const LATEST_SECOND = 253_402_300_799; // The end of the year 9999.

/**
 * Reads the claims of a licence, named as in a JWT whichever form they came in.
 *
 * @throws {Refusal} `expiry_missing`, `claims`, `holder_key`
 */
export function readCredential(shown: JsonObject): Credential {
  const { iss, vct, exp, nbf, iat, number, holder, title } = shown;
  if (exp === undefined) throw malformed("expiry_missing");
  const list = member(shown["status"], "status_list");
  const claims: JsonObject = {};
  for (const name in shown) if (!OWN.has(name)) claims[name] = shown[name]!;
  return {
    issuer: text(iss),
    type: text(vct),
    number: optional(number, text),
    titles: isObject(title) ? title : undefined,
    holder: optional(holder, text),
    issuedAt: optional(iat, moment),
    validFrom: optional(nbf, moment),
    until: moment(exp),
    status: list && { uri: text(member(list, "uri")), index: index(member(list, "idx")) },
    holderKey: optional(member(shown["cnf"], "jwk"), key),
    claims,
  } as Credential;
}

export function optional<T>(value: Json | undefined, read: (value: Json) => T): T | undefined {
  return value === undefined ? undefined : read(value);
}

/** A member of an object that may be absent. @throws {Refusal} `claims` when it is no object */
function member(of: Json | undefined, name: string): Json | undefined {
  if (of === undefined) return undefined;
  if (!isObject(of)) throw malformed("claims");
  return of[name];
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

function key(value: unknown): EcPublicJwk {
  if (!isEcPublicJwk(value)) throw malformed("holder_key");
  return value;
}
