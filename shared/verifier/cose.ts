import { type Cbor, cborHead, decodeCbor, Tagged } from "./cbor.ts";
import type { Envelope } from "./envelope.ts";
import { malformed } from "./refusal.ts";
import { decodeUtf8, encodeUtf8 } from "./text.ts";

/** COSE header parameters (RFC 9052 section 3.1, RFC 9596, RFC 9360). */
const ALG = 1;
const CRIT = 2;
const KID = 4;
const TYP = 16;
const KEY_BEARING = [32, 33, 35]; // x5bag, x5chain, x5u

/** The algorithm ES256 (RFC 9053 section 2.1). */
const ES256 = -7;
const COSE_SIGN1 = 18;
const CWT = 61;

/**
 * Takes a COSE_Sign1 (RFC 9052 section 4.2) apart, tagged 18 and perhaps 61 (CWT, RFC 8392
 * section 6) around it, without believing it. All its header must be protected: whatever is not
 * could be changed by anyone.
 *
 * @param types what the header `typ` (RFC 9596) may say; undefined stands for its absence
 * @throws {Refusal} `cbor` and its kin, `utf8`, `form`, and those of the header
 */
export function readCose(
  bytes: Uint8Array,
  types: readonly (string | number | undefined)[],
): Envelope {
  const parts = sign1(decodeCbor(bytes));
  const [protectedHeader, unprotected, payload, signature] = parts;
  if (
    parts.length !== 4 ||
    !isBytes(protectedHeader) ||
    !(unprotected instanceof Map) ||
    !isBytes(payload) ||
    !isBytes(signature)
  ) {
    throw malformed("form");
  }
  if (unprotected.has(KID)) throw malformed("key_id_unprotected");
  if (unprotected.size > 0) throw malformed("unprotected_header");
  const kid = checkHeader(
    protectedHeader.length === 0 ? new Map() : decodeCbor(protectedHeader),
    types,
  );
  return { kid, message: signatureStructure(protectedHeader, payload), payload, signature };
}

/** The bytes that a COSE_Sign1 signs (RFC 9052 section 4.4): `["Signature1", header, h'', payload]`. */
export function signatureStructure(
  header: Uint8Array,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const parts = [
    [...BEFORE_HEADER, ...cborHead(2, header.length)],
    header,
    [NO_EXTERNAL_DATA, ...cborHead(2, payload.length)],
    payload,
  ];
  const structure = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    structure.set(part, at);
    at += part.length;
  }
  return structure;
}

/** An array of four, and the context "Signature1". */
const BEFORE_HEADER = [0x84, 0x6a, ...encodeUtf8("Signature1")];
/** An empty byte string. */
const NO_EXTERNAL_DATA = 0x40;

function sign1(item: Cbor): readonly Cbor[] {
  const inner = item instanceof Tagged && item.tag === CWT ? item.value : item;
  if (!(inner instanceof Tagged) || inner.tag !== COSE_SIGN1 || !Array.isArray(inner.value)) {
    throw malformed("form");
  }
  return inner.value;
}

/** The key's name that a protected header gives. */
function checkHeader(header: Cbor, types: readonly (string | number | undefined)[]): string {
  if (!(header instanceof Map)) throw malformed("form");
  if (header.get(ALG) !== ES256) throw malformed("algorithm");
  if (header.has(CRIT)) throw malformed("critical_header");
  if (KEY_BEARING.some((label) => header.has(label))) throw malformed("key_in_header");
  if (!types.includes(header.get(TYP))) throw malformed("type_header");
  const kid = header.get(KID);
  if (!isBytes(kid)) throw malformed("key_id_missing");
  return decodeUtf8(kid);
}

export function isBytes(value: Cbor | undefined): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array;
}
