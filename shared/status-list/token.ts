import { constants, deflateSync } from "node:zlib";
import type { CborValue } from "../licence/cbor.ts";
import { coseToSign } from "../licence/cose.ts";
import { base64url, jwsToSign } from "../licence/jws.ts";
import type { ToSign } from "../licence/to-sign.ts";
import { CWT_KEYS } from "../verifier/cwt.ts";

/** A status list as it is published. Times are seconds since the epoch, integers. */
export interface StatusListContent {
  /** The address that the licences name (`sub`). */
  readonly uri: string;
  readonly issuer: string;
  readonly kid: string;
  /** When these statuses held. */
  readonly iat: number;
  /** From when on a verifier must not rely on it any more. */
  readonly exp: number;
  /** For how many seconds it may be kept before a newer one is fetched. */
  readonly ttl: number;
  /** Entries of two bits: see `emptyStatusList`. */
  readonly list: Uint8Array;
}

const BITS = 2;

/** The list in zlib at its best (draft-ietf-oauth-status-list section 4.1). */
export function compressStatusList(list: Uint8Array): Uint8Array {
  return deflateSync(list, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 });
}

/** The Status List Token as JWT (section 5.1). @throws {RangeError} when its times make no sense */
export function statusListJwtToSign(content: StatusListContent): ToSign<string> {
  const { kid, uri, issuer, iat, exp, ttl, list } = checkTimes(content);
  return jwsToSign(kid, "statuslist+jwt", {
    sub: uri,
    iss: issuer,
    iat,
    exp,
    ttl,
    status_list: { bits: BITS, lst: base64url(compressStatusList(list)) },
  });
}

/** The same as CWT (section 5.2), for verifiers of the printed form. @throws {RangeError} */
export function statusListCwtToSign(content: StatusListContent): ToSign<Uint8Array> {
  const { kid, uri, issuer, iat, exp, ttl, list } = checkTimes(content);
  const claims = new Map<number, CborValue>([
    [CWT_KEYS.sub, uri],
    [CWT_KEYS.iss, issuer],
    [CWT_KEYS.iat, iat],
    [CWT_KEYS.exp, exp],
    [CWT_KEYS.ttl, ttl],
    [CWT_KEYS.status_list, { bits: BITS, lst: compressStatusList(list) }],
  ]);
  return coseToSign(kid, claims, "application/statuslist+cwt");
}

function checkTimes(content: StatusListContent): StatusListContent {
  const { iat, exp, ttl } = content;
  if (![iat, exp, ttl].every(Number.isSafeInteger) || exp <= iat || ttl <= 0) {
    throw new RangeError("A status list expires after it was issued, and its ttl is positive.");
  }
  return content;
}
