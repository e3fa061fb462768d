import { decodeBase64url } from "./base64url.ts";
import { type Cbor, decodeCbor } from "./cbor.ts";
import { readCose } from "./cose.ts";
import { index, moment, text } from "./credential.ts";
import { CWT_KEYS } from "./cwt.ts";
import type { Envelope } from "./envelope.ts";
import { asObject, isObject, parseJson } from "./json.ts";
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
  return typeof token === "string" ? readJwtList(token) : readCwtList(token);
}

/** The entry of a licence (section 4.1), or undefined beyond the list's end. */
export function statusAt(list: StatusList, index: number): number | undefined {
  const perByte = 8 / list.bits;
  const byte = list.bytes[Math.floor(index / perByte)];
  return byte === undefined
    ? undefined
    : (byte >> ((index % perByte) * list.bits)) & ((1 << list.bits) - 1);
}

function readJwtList(token: string): StatusListToken {
  const envelope = readJws(encodeUtf8(token), "statuslist+jwt");
  return {
    envelope,
    async open(primitives) {
      const { sub, iss, iat, exp, ttl, status_list } = asObject(parseJson(envelope.payload));
      if (!isObject(status_list)) throw malformed("claims");
      const { bits, lst } = status_list;
      return readList(
        { sub, iss, iat, exp, ttl, bits, lst: decodeBase64url(encodeUtf8(text(lst))) },
        primitives,
      );
    },
  };
}

function readCwtList(token: Uint8Array): StatusListToken {
  const envelope = readCose(token, ["application/statuslist+cwt"]);
  return {
    envelope,
    async open(primitives) {
      const claims = decodeCbor(envelope.payload);
      if (!(claims instanceof Map)) throw malformed("claims");
      const list: Cbor = claims.get(CWT_KEYS.statusList);
      if (!(list instanceof Map)) throw malformed("claims");
      const claim = (name: "sub" | "iss" | "iat" | "exp" | "ttl") => claims.get(CWT_KEYS[name]);
      return readList(
        {
          ...{ sub: claim("sub"), iss: claim("iss"), iat: claim("iat"), exp: claim("exp") },
          ...{ ttl: claim("ttl"), bits: list.get("bits"), lst: list.get("lst") },
        },
        primitives,
      );
    },
  };
}

async function readList(
  raw: Record<"sub" | "iss" | "iat" | "exp" | "ttl" | "bits" | "lst", unknown>,
  primitives: Pick<Primitives<never>, "inflate">,
): Promise<StatusList> {
  const { bits, lst } = raw;
  if (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8) throw malformed("claims");
  if (!(lst instanceof Uint8Array)) throw malformed("claims");
  if (raw.ttl !== undefined && index(raw.ttl) === 0) throw malformed("claims");
  if (raw.exp === undefined) throw malformed("expiry_missing");
  return {
    uri: text(raw.sub),
    issuer: raw.iss === undefined ? undefined : text(raw.iss),
    issuedAt: moment(raw.iat),
    expiresAt: moment(raw.exp),
    bits,
    bytes: await inflate(primitives, lst as Uint8Array<ArrayBuffer>, LONGEST_LIST),
  };
}
