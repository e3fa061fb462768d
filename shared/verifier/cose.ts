import { type Cbor, cborHead, decodeCbor } from "./cbor.ts";
import type { Envelope } from "./envelope.ts";
import { checkHeader } from "./header.ts";
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
  if (
    !isBytes(header) ||
    !(unprotected instanceof Map) ||
    !isBytes(payload) ||
    !isBytes(signature)
  ) {
    throw malformed("form");
  }
  if (unprotected.has(KID)) throw malformed("key_id_unprotected");
  if (unprotected.size > 0) throw malformed("unprotected_header");
  // An empty map may be written as no bytes at all (RFC 9052 section 3).
  const said = header.length === 0 ? new Map() : decodeCbor(header);
  if (!(said instanceof Map)) throw malformed("form");
  const isEs256 = said.get(ALG) === ES256;
  checkHeader((label) => said.has(label), isEs256, CRIT, KEY_BEARING, CLAIMS);
  if (!types.includes(said.get(TYP))) throw malformed("type_header");
  const kid = said.get(KID);
  if (!isBytes(kid)) throw malformed("key_id_missing");
  // Copies: the payload read is what was signed, whatever becomes of the bytes given.
  const message = signedPart(bytes.subarray(tag + 2), header, payload);
  return {
    kid: decodeUtf8(kid),
    message,
    payload: message.subarray(message.length - payload.length),
    signature: new Uint8Array(signature),
  };
}

/**
 * The same as `signatureStructure`, found in a COSE_Sign1 that was read: the header and the payload
 * stand there as they are signed, since every head is the shortest, with the empty map of the
 * unprotected header between them, where an empty byte string is signed.
 */
function signedPart(
  parts: Uint8Array,
  header: Uint8Array,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const start = parts.byteOffset;
  const middle = header.byteOffset + header.length - start;
  const end = payload.byteOffset + payload.length - start;
  const message = new Uint8Array(BEFORE_HEADER.length + end);
  message.set(BEFORE_HEADER);
  message.set(parts.subarray(0, end), BEFORE_HEADER.length);
  message[BEFORE_HEADER.length + middle] = NO_EXTERNAL_DATA;
  return message;
}

/** The bytes that a COSE_Sign1 signs (RFC 9052 section 4.4): `["Signature1", header, h'', payload]`. */
export function signatureStructure(
  header: Uint8Array,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...[...BEFORE_HEADER, ...cborHead(2, header.length), ...header],
    ...[NO_EXTERNAL_DATA, ...cborHead(2, payload.length), ...payload],
  ]);
}

/** An array of four, and the context "Signature1". */
const BEFORE_HEADER = Uint8Array.of(0x84, 0x6a, ...encodeUtf8("Signature1"));
/** An empty byte string. */
const NO_EXTERNAL_DATA = 0x40;

/** COSE header parameters (RFC 9052 section 3.1). */
const ALG = 1;
const ES256 = -7; // RFC 9053 section 2.1
const CRIT = 2;
const KID = 4;
const TYP = 16; // RFC 9596
const KEY_BEARING = [32, 33, 35]; // x5bag, x5chain, x5u (RFC 9360)
const CLAIMS = [15]; // RFC 9597

export function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array;
}
