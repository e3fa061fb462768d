import { hash } from "node:crypto";
import { base64url, jwsToSign } from "./jws.ts";
import { checkRecord, HOLDER, isSelective, type LicenceRecord, selectiveKeys } from "./record.ts";
import type { ToSign } from "./to-sign.ts";

/**
 * The licence as SD-JWT VC (RFC 9901, draft-ietf-oauth-sd-jwt-vc), with every disclosure, for the
 * holder to keep and to withhold from. Deterministic: the same record gives the same bytes.
 *
 * @throws {LicenceRecordError}
 */
export function sdJwtToSign(record: LicenceRecord): ToSign<string> {
  checkRecord(record);
  const disclosures = disclosuresOf(record);
  const jws = jwsToSign(record.kid, "dc+sd-jwt", payloadOf(record, disclosures));
  return {
    ...jws,
    assemble: (signature) => `${[jws.assemble(signature), ...disclosures].join("~")}~`,
  };
}

/** RFC 9901 section 4.2.1: `[salt, name, value]`, in the order of the record. */
function disclosuresOf(record: LicenceRecord): string[] {
  const values: Record<string, unknown> = { [HOLDER]: record.holder.name };
  for (const { key, value } of record.claims) values[key] = value;
  return selectiveKeys(record).map((key) =>
    base64url(JSON.stringify([record.salts[key], key, values[key]])),
  );
}

function payloadOf(record: LicenceRecord, disclosures: readonly string[]): object {
  const { issuer, vct, iat, nbf, exp, number, titles, holder, claims, status, cnf } = record;
  const shown = claims.filter((claim) => !isSelective(claim)).map(({ key, value }) => [key, value]);
  return {
    iss: issuer,
    vct,
    iat,
    ...(nbf !== undefined && { nbf }),
    exp,
    number,
    title: titles,
    ...(!isSelective(holder) && { [HOLDER]: holder.name }),
    ...Object.fromEntries(shown),
    status: { status_list: { idx: status.index, uri: status.uri } },
    ...(cnf && { cnf: { jwk: { kty: cnf.kty, crv: cnf.crv, x: cnf.x, y: cnf.y } } }),
    ...(disclosures.length > 0 && { _sd: digestsOf(disclosures), _sd_alg: "sha-256" }),
  };
}

/** Sorted, so that their order tells nothing of the claims' (RFC 9901 section 4.2.4.1). */
function digestsOf(disclosures: readonly string[]): string[] {
  return disclosures.map((text) => hash("sha256", text, "base64url")).toSorted();
}
