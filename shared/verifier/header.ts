import { malformed } from "./refusal.ts";

/**
 * Checks that a header asks for nothing but a signature by ES256 (RFC 8725 section 3.1): it demands
 * no extension, brings no key of its own, and says no claim, which might be another than the
 * payload's. A JWS labels what it says by names (RFC 7515 section 4.1), a COSE_Sign1 by numbers
 * (RFC 9052 section 3.1).
 *
 * @param says whether there is something under a label
 * @param isEs256 whether it names that algorithm
 * @param crit the label of what must be understood
 * @param keyBearing those of what brings or fetches a key
 * @param claims those of what says once more what the payload says (RFC 7519 section 5.3, RFC 9597)
 * @throws {Refusal} `algorithm`, `critical_header`, `key_in_header`, `claims`
 */
export function checkHeader<Label>(
  says: (label: Label) => boolean,
  isEs256: boolean,
  crit: Label,
  keyBearing: readonly Label[],
  claims: readonly Label[],
): void {
  if (!isEs256) throw malformed("algorithm");
  if (says(crit)) throw malformed("critical_header");
  if (keyBearing.some(says)) throw malformed("key_in_header");
  if (claims.some(says)) throw malformed("claims");
}
