import { encodeBase64url } from "./base64url.ts";
import { type Cbor, decodeCbor } from "./cbor.ts";
import type { Claims } from "./claims.ts";
import { isBytes, readCose } from "./cose.ts";
import { type Credential, readCredential } from "./credential.ts";
import { inflate, type Primitives } from "./primitives.ts";
import { malformed } from "./refusal.ts";
import type { Presentation } from "./sd-jwt.ts";

/**
 * Claim keys of a licence as CWT. Registered: RFC 8392 section 4, RFC 8747 (cnf),
 * draft-ietf-oauth-status-list (status), draft-ietf-spice-sd-cwt (vct). What is peculiar to
 * licences stands in a map under one private key (RFC 8392 section 9.1: below -65536), whose own
 * keys are 1 number, 2 holder, 3 nothing yet, and from 4 on the permit's claims.
 */
export const CWT_KEYS = {
  iss: 1,
  sub: 2,
  aud: 3,
  exp: 4,
  nbf: 5,
  iat: 6,
  vct: 11,
  status_list: 65533,
  ttl: 65534,
  status: 65535,
} as const;
export const LICENCE_CLAIM = -65537;
export const LICENCE_KEYS = { number: 1, holder: 2 } as const;
const FIRST_OF_PERMIT = 4;

/** More than any licence inflates to; a bomb stops here. */
const LONGEST = 16_384;

/** The content of a printed QR code: the stream as one big integer behind the page's address. */
const QR = /^https:\/\/[^/?#]+\/v#([1-9][0-9]*)$/i;
const LONGEST_QR = 8192;

/**
 * The bytes in a QR code's text (`HTTPS://HOST/V#<decimal>`). The host is not looked at: a forged
 * code can name any, and what counts is the signature.
 *
 * @throws {Refusal} `form`, `too_long`
 */
export function bytesOfQr(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > LONGEST_QR) throw malformed("too_long");
  const decimal = QR.exec(text)?.[1];
  if (!decimal) throw malformed("form");
  const bytes: number[] = [];
  for (let rest = BigInt(decimal); rest; rest >>= 8n) bytes.unshift(Number(rest & 255n));
  return Uint8Array.from(bytes);
}

/**
 * Takes a licence in CWT form apart, deflated (as in the QR code) or not.
 *
 * @throws {Refusal} as `inflate` and `readCose`
 */
export function readCwt(
  bytes: Uint8Array<ArrayBuffer>,
  primitives: Pick<Primitives<never>, "inflate">,
): Presentation | Promise<Presentation> {
  return bytes[0] === 0x78
    ? inflate(primitives, bytes, LONGEST).then(readInflated)
    : readInflated(bytes);
}

function readInflated(cose: Uint8Array<ArrayBuffer>): Presentation {
  // The `typ` of a licence may be left out, or say CWT by its name or its number (RFC 9596, RFC 8392).
  const envelope = readCose(cose, [undefined, 61, "application/cwt"]);
  return { envelope, open: () => readLicence(envelope.payload) };
}

function readLicence(payload: Uint8Array<ArrayBuffer>): Credential {
  const claims = namedClaims(payload);
  const { licence = new Map() } = claims;
  if (!(licence instanceof Map)) throw malformed("claims");
  const others: Record<string, unknown> = {};
  for (const [key, value] of licence) {
    if (typeof key !== "number") throw malformed("claims");
    if (key >= FIRST_OF_PERMIT) others[key] = plain(value);
  }
  return readCredential(
    {
      ...claims,
      number: licence.get(LICENCE_KEYS.number),
      holder: licence.get(LICENCE_KEYS.holder),
    },
    others,
  );
}

/** The registered claims of a CWT by name, and a licence's own. @throws {Refusal} as `decodeCbor`, and `claims` */
export function namedClaims(payload: Uint8Array<ArrayBuffer>): Claims {
  const claims = decodeCbor(payload);
  if (!(claims instanceof Map)) throw malformed("claims");
  const named: Record<string, unknown> = { licence: claims.get(LICENCE_CLAIM) };
  for (const name in CWT_KEYS) named[name] = claims.get(CWT_KEYS[name as "iss"]);
  return named;
}

/** A claim as JSON has it, whose names are texts; bytes in base64url. @throws {Refusal} `claims` */
function plain(value: Cbor): unknown {
  if (isBytes(value)) return encodeBase64url(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  const object: Record<string, unknown> = {};
  for (const [name, inner] of value) {
    if (typeof name !== "string" || name === "__proto__") throw malformed("claims");
    object[name] = plain(inner);
  }
  return object;
}
