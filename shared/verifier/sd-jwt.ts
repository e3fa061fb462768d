import { type Credential, type RawClaims, readCredential } from "./credential.ts";
import { disclose } from "./disclosures.ts";
import type { Envelope } from "./envelope.ts";
import { isObject, type Json, type JsonObject, parseJsonObject } from "./json.ts";
import { readJws, split } from "./jws.ts";
import { malformed } from "./refusal.ts";
import { decodeUtf8, encodeUtf8 } from "./text.ts";

/** A licence taken apart and not yet believed. */
export interface Presentation {
  readonly envelope: Envelope;
  /** Reads the payload; to be called only after the signature was found good. @throws {Refusal} */
  open(): Credential;
  /** The holder's proof (a KB-JWT) and the text that it must be about; SD-JWT only. */
  readonly proof?: {
    readonly jwt: Uint8Array<ArrayBuffer>;
    readonly about: Uint8Array<ArrayBuffer>;
  };
}

const TILDE = 0x7e;

/**
 * Takes an SD-JWT VC apart: `<JWS>~<disclosure>~...~[<KB-JWT>]` (RFC 9901 section 4,
 * draft-ietf-oauth-sd-jwt-vc section 2: `typ` is `dc+sd-jwt`, `vct` is required).
 *
 * @throws {Refusal} as `readJws`
 */
export function readSdJwt(text: string): Presentation {
  const characters = encodeUtf8(text);
  const parts = split(characters, TILDE);
  if (parts.length < 2) throw malformed("form");
  const envelope = readJws(parts[0]!, "dc+sd-jwt");
  const jwt = parts.at(-1)!;
  return {
    envelope,
    open() {
      const payload = parseJsonObject(decodeUtf8(envelope.payload));
      return readCredential(claimsOf(disclose(payload, parts.slice(1, -1))));
    },
    proof: jwt.length > 0 ? { jwt, about: characters.subarray(0, -jwt.length) } : undefined,
  };
}

function claimsOf(shown: JsonObject): RawClaims {
  const { iss, vct, exp, nbf, iat, number, holder, title, status, cnf, ...claims } = shown;
  const list = member(status, "status_list");
  return {
    ...{ iss, vct, exp, nbf, iat, number, holder, title, claims },
    status: list === undefined ? undefined : { idx: member(list, "idx"), uri: member(list, "uri") },
    holderKey: member(cnf, "jwk"),
  };
}

/** A member of an object that may be absent. @throws {Refusal} `claims` when it is no object */
function member(of: Json | undefined, name: string): Json | undefined {
  if (of === undefined) return undefined;
  if (!isObject(of)) throw malformed("claims");
  return of[name];
}
