import { decodeBase64url } from "./base64url.ts";
import { readCose } from "./cose.ts";
import { moment, optional, text } from "./credential.ts";
import { jwtClaims } from "./cwt.ts";
import type { Envelope } from "./envelope.ts";
import { asObject, isObject, type JsonObject, parseJson } from "./json.ts";
import { readJws } from "./jws.ts";
import { inflate, type Primitives } from "./primitives.ts";
import { malformed } from "./refusal.ts";
import { encodeUtf8 } from "./text.ts";

/** A status list whose signature was found good. Times are in milliseconds since the epoch. */
export interface StatusList {
  /** Its own address, which a licence's `uri` must equal. */
  readonly uri: string;
  readonly issuer: string | undefined;
  /** The statuses are as of this moment. */
  readonly issuedAt: number;
  /** Before this moment it must not be relied on (RFC 7519 section 4.1.5). */
  readonly validFrom: number | undefined;
  /** From here on it says nothing any more. */
  readonly expiresAt: number;
  /** Entries of `bits` bits, the first in the least significant bits of the first byte. */
  readonly bits: number;
  readonly bytes: Uint8Array;
}

/** A status list token taken apart and not yet believed. */
export interface StatusListToken {
  readonly envelope: Envelope;
  /** Reads the payload; to be called only after the signature was found good. @throws {Refusal} */
  open(primitives: Pick<Primitives<never>, "inflate">): Promise<StatusList>;
}

const LONGEST_TOKEN = 2 ** 21;
/** Four million entries of two bits; a bomb stops here. */
const LONGEST_LIST = 2 ** 20;

/**
 * Takes a Status List Token apart (draft-ietf-oauth-status-list section 5): a JWT when it is a
 * text, a CWT when it is bytes. `exp`, which the draft only recommends, is required: without it a
 * list from before a revocation could be shown for ever.
 *
 * @throws {Refusal} as `readJws`, `readCose` and `inflate`
 */
export function readStatusListToken(token: string | Uint8Array): StatusListToken {
  if (token.length > LONGEST_TOKEN) throw malformed("too_long");
  const isText = typeof token === "string";
  const envelope = isText
    ? readJws(encodeUtf8(token), "statuslist+jwt")
    : readCose(token, ["application/statuslist+cwt"]);
  const read = isText ? parseJson : jwtClaims;
  return {
    envelope,
    open: async (primitives) => readList(asObject(read(envelope.payload)), primitives),
  };
}

/** The entry of a licence (section 4.1), or undefined beyond the list's end. */
export function statusAt(list: StatusList, index: number): number | undefined {
  const perByte = 8 / list.bits;
  const byte = list.bytes[Math.floor(index / perByte)];
  return byte === undefined
    ? undefined
    : (byte >> ((index % perByte) * list.bits)) & ((1 << list.bits) - 1);
}

async function readList(
  claims: JsonObject,
  primitives: Pick<Primitives<never>, "inflate">,
): Promise<StatusList> {
  const { sub, iss, iat, nbf, exp, status_list } = claims;
  if (exp === undefined) throw malformed("expiry_missing");
  if (!isObject(status_list)) throw malformed("claims");
  const bits = status_list["bits"] as number;
  if (![1, 2, 4, 8].includes(bits)) throw malformed("claims");
  const stream = decodeBase64url(encodeUtf8(text(status_list["lst"])));
  return {
    uri: text(sub),
    issuer: optional(iss, text),
    issuedAt: moment(iat),
    validFrom: optional(nbf, moment),
    expiresAt: moment(exp),
    bits,
    bytes: await inflate(primitives, stream, LONGEST_LIST),
  };
}
