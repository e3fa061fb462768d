import { encodeBase64url } from "./base64url.ts";
import { type Cbor, type CborMap, decodeCbor } from "./cbor.ts";
import { readCose } from "./cose.ts";
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
  exp: 4,
  nbf: 5,
  iat: 6,
  cnf: 8,
  vct: 11,
  statusList: 65533,
  ttl: 65534,
  status: 65535,
  licence: -65537,
} as const;
export const LICENCE_KEYS = { number: 1, holder: 2 } as const;

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
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Uint8Array.from({ length: even.length / 2 }, (_, i) =>
    Number.parseInt(even.slice(i * 2, i * 2 + 2), 16),
  );
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
  return { envelope, open: () => credentialOf(decodeCbor(envelope.payload)) };
}

function credentialOf(payload: Cbor): Credential {
  const claims = map(payload)!;
  const own = map(claims.get(CWT_KEYS.licence));
  const status = map(map(claims.get(CWT_KEYS.status))?.get("status_list"));
  return readCredential({
    iss: claims.get(CWT_KEYS.iss),
    vct: claims.get(CWT_KEYS.vct),
    exp: claims.get(CWT_KEYS.exp),
    nbf: claims.get(CWT_KEYS.nbf),
    iat: claims.get(CWT_KEYS.iat),
    number: own?.get(LICENCE_KEYS.number),
    holder: own?.get(LICENCE_KEYS.holder),
    title: undefined,
    status: status && { idx: status.get("idx"), uri: status.get("uri") },
    holderKey: undefined,
    claims: claimsOf(own),
  });
}

function claimsOf(own: CborMap | undefined): Record<string, unknown> {
  const reserved: unknown[] = Object.values(LICENCE_KEYS);
  const entries = [...(own ?? [])].filter(([key]) => !reserved.includes(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, plain(value)]));
}

/** A value as JSON would have it; bytes in base64url. */
function plain(value: Cbor | undefined): unknown {
  if (value instanceof Uint8Array) return encodeBase64url(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

/** A map that may be absent. @throws {Refusal} `claims` when it is something else */
function map(value: Cbor | undefined): CborMap | undefined {
  if (value === undefined) return undefined;
  if (!(value instanceof Map)) throw malformed("claims");
  return value;
}
