import { type Claims, member, optional, text, timesToEnd } from "./claims.ts";
import { isObject } from "./json.ts";
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
  /** The claims shown, by name; in the CWT form by number, with byte strings in base64url. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Reads what a licence says.
 *
 * @param named those of its claims that are read by name
 * @param claims the others
 * @throws {Refusal} `expiry_missing`, `claims`, `holder_key`
 */
export function readCredential(named: Claims, claims: Claims): Credential {
  const { iss, vct, number, holder, title } = named;
  const list = member(named["status"], "status_list");
  return {
    ...timesToEnd(named),
    issuer: text(iss),
    type: text(vct),
    number: optional(number, text),
    titles: isObject(title) ? title : undefined,
    holder: optional(holder, text),
    status: list && { uri: text(member(list, "uri")), index: index(member(list, "idx")) },
    holderKey: optional(member(named["cnf"], "jwk"), key),
    claims,
  } as Credential;
}

/** An integer from 0. @throws {Refusal} `claims` */
function index(value: unknown): number {
  if ((value as number) < 0 || !Number.isSafeInteger(value)) throw malformed("claims");
  return value as number;
}

function key(value: unknown): EcPublicJwk {
  if (!isEcPublicJwk(value)) throw malformed("holder_key");
  return value;
}
