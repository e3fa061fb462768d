import { decodeBase64url } from "./base64url.ts";
import { type Claims, member, moment, optional, text, timesToEnd } from "./claims.ts";
import { isBytes, readCose } from "./cose.ts";
import { namedClaims } from "./cwt.ts";
import type { Envelope } from "./envelope.ts";
import { parseObject } from "./json.ts";
import { readJws } from "./jws.ts";
import { inflate, type Primitives } from "./primitives.ts";
import { malformed } from "./refusal.ts";

/** A status list whose signature was found good. Times are in milliseconds since the epoch. */
export interface StatusList {
  /** Its own address, which a licence's `uri` must equal. */
  readonly uri: string;
  readonly issuer: string | undefined;
  /** The statuses are as of this moment. */
  readonly issuedAt: number;
  /** Before this moment it must not be relied on (RFC 7519 section 4.1.5). */
  readonly validFrom?: number | undefined;
  /** From here on it says nothing any more. */
  readonly until: number;
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
 * list from before a revocation could be shown for ever. `ttl` is for whoever fetches lists: after
 * so many seconds from its fetching, a fresh copy should be asked for (section 13.7). A verifier
 * that is only given a list cannot know when that was, and goes by `exp`.
 *
 * @throws {Refusal} as `readJws`, `readCose` and `inflate`
 */
export function readStatusListToken(token: string | Uint8Array): StatusListToken {
  if (token.length > LONGEST_TOKEN) throw malformed("too_long");
  if (typeof token === "string") {
    const envelope = readJws(token, "statuslist+jwt");
    return {
      envelope,
      open: (primitives) => readList(parseObject(envelope.payload), bytesOfText, primitives),
    };
  }
  const envelope = readCose(token as Uint8Array<ArrayBuffer>, ["application/statuslist+cwt"]);
  return {
    envelope,
    open: (primitives) => readList(namedClaims(envelope.payload), asBytes, primitives),
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
  claims: Claims,
  bytesOf: (lst: unknown) => Uint8Array<ArrayBuffer>,
  primitives: Pick<Primitives<never>, "inflate">,
): Promise<StatusList> {
  const { sub, iss, iat, ttl, status_list } = claims;
  const bits = member(status_list, "bits") as number;
  if (![1, 2, 4, 8].includes(bits) || optional(ttl, moment) === 0) throw malformed("claims");
  return {
    ...timesToEnd(claims),
    uri: text(sub),
    issuer: optional(iss, text),
    issuedAt: moment(iat),
    bits,
    bytes: await inflate(primitives, bytesOf(member(status_list, "lst")), LONGEST_LIST),
  };
}

/** The list as a JWT has it (section 4.2). */
function bytesOfText(lst: unknown): Uint8Array<ArrayBuffer> {
  return decodeBase64url(text(lst));
}

/** The list as a CWT has it (section 4.3). */
function asBytes(lst: unknown): Uint8Array<ArrayBuffer> {
  if (!isBytes(lst)) throw malformed("claims");
  return lst;
}
