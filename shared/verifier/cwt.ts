import { encodeBase64url } from "./base64url.ts";
import { type Cbor, type CborMap, decodeCbor, Tagged } from "./cbor.ts";
import { isBytes, readCose } from "./cose.ts";
import { readCredential } from "./credential.ts";
import type { Json, JsonObject } from "./json.ts";
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
  const hex = BigInt(decimal).toString(16);
  const pairs = `${"0".repeat(hex.length % 2)}${hex}`.match(/../g)!;
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/**
 * Takes a licence in CWT form apart, deflated (as in the QR code) or not.
 *
 * @throws {Refusal} as `inflate` and `readCose`
 */
export async function readCwt(
  bytes: Uint8Array<ArrayBuffer>,
  primitives: Pick<Primitives<never>, "inflate">,
): Promise<Presentation> {
  const cose = bytes[0] === 0x78 ? await inflate(primitives, bytes, LONGEST) : bytes;
  if (cose.length > LONGEST) throw malformed("too_long");
  // The `typ` of a licence may be left out, or say CWT by its name or its number (RFC 9596, RFC 8392).
  const envelope = readCose(cose, [undefined, 61, "application/cwt"]);
  return { envelope, open: () => readCredential(jwtClaims(envelope.payload)) };
}

/**
 * The claims of a CWT as a JWT would have them: registered ones by name, bytes in base64url, and
 * those of a licence beside them, the permit's by their number. Claims of other kinds are left out.
 *
 * @throws {Refusal} as `decodeCbor`, and `claims`
 */
export function jwtClaims(payload: Uint8Array): JsonObject {
  const claims = decodeCbor(payload);
  if (!(claims instanceof Map)) throw malformed("claims");
  const own = claims.get(LICENCE_CLAIM) ?? new Map();
  if (!(own instanceof Map)) throw malformed("claims");
  const named: JsonObject = {};
  select(named, claims, CWT_KEYS);
  select(named, own, LICENCE_KEYS);
  for (const [key, value] of own) {
    if (typeof key !== "number") throw malformed("claims");
    if (key >= FIRST_OF_PERMIT) named[key] = plain(value);
  }
  return named;
}

function select(to: JsonObject, from: CborMap, keys: Readonly<Record<string, number>>): void {
  for (const name in keys) {
    const value = from.get(keys[name]!);
    // Where a JWT has text, bytes are not the same thing in another spelling (RFC 8392 section 3.1).
    if (isBytes(value)) throw malformed("claims");
    if (value !== undefined) to[name] = plain(value);
  }
}

/** A value as JSON has it. @throws {Refusal} `claims` over what JSON has not */
function plain(value: Cbor): Json {
  if (value instanceof Tagged) throw malformed("claims");
  if (isBytes(value)) return encodeBase64url(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value as Json;
  return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
}
