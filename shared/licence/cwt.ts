import { CWT_KEYS, LICENCE_CLAIM, LICENCE_KEYS } from "../verifier/cwt.ts";
import type { CborValue } from "./cbor.ts";
import { coseToSign } from "./cose.ts";
import { checkRecord, type LicenceRecord } from "./record.ts";
import type { ToSign } from "./to-sign.ts";

/**
 * The licence as CWT in COSE_Sign1 (RFC 8392, RFC 9052), for the printed QR code: it says what the
 * permit lists for print, and whoever holds the paper reads all of it. The type's title is left
 * out, since `vct` names the type and a code must stay small enough for any camera; so is a
 * holder's key, since paper proves nothing. Deterministic: the same record gives the same bytes.
 *
 * @throws {LicenceRecordError}
 */
export function cwtToSign(record: LicenceRecord): ToSign<Uint8Array> {
  checkRecord(record);
  const { issuer, vct, iat, nbf, exp, status, kid } = record;
  const claims = new Map<number, CborValue>([
    [CWT_KEYS.iss, issuer],
    [CWT_KEYS.exp, exp],
    [CWT_KEYS.iat, iat],
    [CWT_KEYS.vct, vct],
    [CWT_KEYS.status, { status_list: { idx: status.index, uri: status.uri } }],
    [LICENCE_CLAIM, printed(record)],
  ]);
  if (nbf !== undefined) claims.set(CWT_KEYS.nbf, nbf);
  return coseToSign(kid, claims);
}

/** What is peculiar to a licence, by the numbers of `LICENCE_KEYS` and of the permit. */
function printed({ number, holder, claims }: LicenceRecord): Map<number, CborValue> {
  const said = new Map<number, CborValue>([[LICENCE_KEYS.number, number]]);
  if (holder.printed) said.set(LICENCE_KEYS.holder, holder.name);
  for (const claim of claims) if (claim.printed) said.set(claim.cwtKey, claim.value);
  return said;
}
