import { decodeBase64url } from "./base64url.ts";
import type { Envelope } from "./envelope.ts";
import { checkHeader } from "./header.ts";
import { type JsonObject, parseObject } from "./json.ts";
import { malformed } from "./refusal.ts";
import { encodeUtf8 } from "./text.ts";

/**
 * Takes a JWS in compact serialisation (RFC 7515 section 7.1) apart, without believing it: it must
 * be of the given `typ` (RFC 8725 section 3.11) and name its key by `kid`.
 *
 * @throws {Refusal} `form`, `type_header`, `key_id_missing`, and as `parseObject` and `checkHeader`
 */
export function readJws(text: string, typ: string): Envelope<string> {
  const envelope = splitJws(text, typ);
  if (typeof envelope.kid !== "string") throw malformed("key_id_missing");
  return envelope as Envelope<string>;
}

/** The same for a JWS whose key is known from elsewhere, and which need not name it. */
export function splitJws(
  text: string,
  typ: string,
): Omit<Envelope<string>, "kid"> & { readonly kid: unknown } {
  const parts = text.split(".");
  if (parts.length !== 3) throw malformed("form");
  const [header, payload, signature] = parts as [string, string, string];
  const said = readHeader(header);
  if (said["typ"] !== typ) throw malformed("type_header");
  return {
    kid: said["kid"],
    message: encodeUtf8(`${header}.${payload}`),
    payload,
    signature: decodeBase64url(signature),
  };
}

const KEY_BEARING = ["jwk", "jku", "x5u", "x5c"];
const CLAIMS = ["iss", "sub", "aud"];

/** An issuer writes one header again and again: the last one is remembered as it was read. */
let last: { readonly text: string; readonly said: JsonObject } | undefined;

function readHeader(text: string): JsonObject {
  if (text !== last?.text) {
    const said = parseObject(text);
    const isEs256 = said["alg"] === "ES256";
    checkHeader((name) => name in said, isEs256, "crit", KEY_BEARING, CLAIMS);
    last = { text, said };
  }
  return last.said;
}
