import { malformed } from "./refusal.ts";

/** Where a header says what: a JWS by names (RFC 7515 section 4.1), a COSE_Sign1 by numbers (RFC 9052 section 3.1). */
export interface Labels {
  readonly alg: string | number;
  /** How it says ES256. */
  readonly es256: string | number;
  readonly crit: string | number;
  /** What brings or fetches a key. */
  readonly keyBearing: readonly (string | number)[];
  /** What says once more what the payload says (RFC 7519 section 5.3, RFC 9597). */
  readonly claims: readonly (string | number)[];
}

/**
 * Checks that a header asks for nothing but a signature by ES256 (RFC 8725 section 3.1): it demands
 * no extension, brings no key of its own, and says no claim, which might be another than the payload's.
 *
 * @throws {Refusal} `algorithm`, `critical_header`, `key_in_header`, `claims`
 */
export function checkHeader(
  header: Readonly<Record<string | number, unknown>>,
  { alg, es256, crit, keyBearing, claims }: Labels,
): void {
  if (header[alg] !== es256) throw malformed("algorithm");
  if (crit in header) throw malformed("critical_header");
  if (keyBearing.some((label) => label in header)) throw malformed("key_in_header");
  if (claims.some((label) => label in header)) throw malformed("claims");
}
