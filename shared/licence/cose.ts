import { signatureStructure } from "../verifier/cose.ts";
import { type CborValue, encodeCbor, encodeTagged } from "./cbor.ts";
import { checkSignature, type ToSign } from "./to-sign.ts";

/** COSE header parameters (RFC 9052 section 3.1, RFC 9596) and the algorithm ES256 (RFC 9053). */
const ALG = 1;
const KID = 4;
const TYP = 16;
const ES256 = -7;
const COSE_SIGN1 = 18;

/**
 * A CWT in COSE_Sign1 (RFC 8392 section 7.1, RFC 9052 section 4.2) by ES256, but for the
 * signature. The whole header is protected; `kid` is the key's name in UTF-8.
 *
 * @param typ the header parameter of RFC 9596, where the token needs one
 */
export function coseToSign(
  kid: string,
  claims: ReadonlyMap<number, CborValue>,
  typ?: string,
): ToSign<Uint8Array> {
  const header = new Map<number, CborValue>([
    [ALG, ES256],
    [KID, Buffer.from(kid)],
  ]);
  if (typ !== undefined) header.set(TYP, typ);
  const protectedHeader = encodeCbor(header);
  const payload = encodeCbor(claims);
  return {
    kid,
    message: signatureStructure(protectedHeader, payload),
    assemble: (signature) =>
      encodeTagged(COSE_SIGN1, [protectedHeader, new Map(), payload, checkSignature(signature)]),
  };
}
