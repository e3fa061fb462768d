import { type Cbor, cborHead, decodeCbor } from "./cbor.ts";
import type { Envelope } from "./envelope.ts";
import { checkHeader, type Labels } from "./header.ts";
import { isObject } from "./json.ts";
import { malformed } from "./refusal.ts";
import { decodeUtf8, encodeUtf8 } from "./text.ts";

/** The head of tag 18 (RFC 9052 section 2). */
const COSE_SIGN1 = 0xd2;
/** The head of a tag in the byte after it, here 61 (RFC 8392 section 6). */
const TAG = 0xd8;
const CWT = 61;

/**
 * Takes a COSE_Sign1 (RFC 9052 section 4.2) apart, tagged 18 and perhaps 61 (CWT, RFC 8392
 * section 6) around it, without believing it. All its header must be protected: whatever is not
 * could be changed by anyone.
 *
 * @param types what the header `typ` (RFC 9596) may say; undefined stands for its absence
 * @throws {Refusal} `form`, `key_id_unprotected`, `unprotected_header`, `type_header`, `key_id_missing`, and as `decodeCbor` and `checkHeader`
 */
export function readCose(
  bytes: Uint8Array<ArrayBuffer>,
  types: readonly unknown[],
): Envelope<Uint8Array<ArrayBuffer>> {
  const tag = bytes[0] === TAG && bytes[1] === CWT ? 2 : 0;
  if (bytes[tag] !== COSE_SIGN1) throw malformed("form");
  const parts = decodeCbor(bytes.subarray(tag + 1));
  if (!Array.isArray(parts) || parts.length !== 4) throw malformed("form");
  const [header, unprotected, payload, signature] = parts as readonly Cbor[];
  if (!isBytes(header) || !isObject(unprotected) || !isBytes(payload) || !isBytes(signature)) {
    throw malformed("form");
  }
  if (KID in unprotected) throw malformed("key_id_unprotected");
  if (Object.keys(unprotected).length > 0) throw malformed("unprotected_header");
  // An empty map may be written as no bytes at all (RFC 9052 section 3).
  const said = header.length === 0 ? {} : decodeCbor(header);
  if (!isObject(said)) throw malformed("form");
  checkHeader(said, LABELS);
  if (!types.includes(said[TYP])) throw malformed("type_header");
  const kid = said[KID];
  if (!isBytes(kid)) throw malformed("key_id_missing");
  const message = signatureStructure(header, payload);
  // Copies: the payload read is what was signed, whatever becomes of the bytes given.
  return {
    kid: decodeUtf8(kid),
    message,
    payload: message.subarray(message.length - payload.length),
    signature: new Uint8Array(signature),
  };
}

/** The bytes that a COSE_Sign1 signs (RFC 9052 section 4.4): `["Signature1", header, h'', payload]`. */
export function signatureStructure(
  header: Uint8Array,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const before = [...BEFORE_HEADER, ...cborHead(2, header.length)];
  const between = [NO_EXTERNAL_DATA, ...cborHead(2, payload.length)];
  const middle = before.length + header.length;
  const end = middle + between.length;
  const structure = new Uint8Array(end + payload.length);
  structure.set(before);
  structure.set(header, before.length);
  structure.set(between, middle);
  structure.set(payload, end);
  return structure;
}

/** An array of four, and the context "Signature1". */
const BEFORE_HEADER = [0x84, 0x6a, ...encodeUtf8("Signature1")];
/** An empty byte string. */
const NO_EXTERNAL_DATA = 0x40;

/** COSE header parameters (RFC 9052 section 3.1, RFC 9596). */
const KID = 4;
const TYP = 16;
const LABELS: Labels = {
  alg: 1,
  es256: -7, // RFC 9053 section 2.1
  crit: 2,
  keyBearing: [32, 33, 35], // x5bag, x5chain, x5u (RFC 9360)
  claims: [15], // RFC 9597
};

export function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array;
}
