import { decodeBase64url } from "./base64url.ts";
import type { Envelope } from "./envelope.ts";
import { checkHeader, type Labels } from "./header.ts";
import { parseObject } from "./json.ts";
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
  const said = parseObject(header);
  checkHeader(said, LABELS);
  if (said["typ"] !== typ) throw malformed("type_header");
  return {
    kid: said["kid"],
    message: encodeUtf8(text.slice(0, header.length + 1 + payload.length)),
    payload,
    signature: decodeBase64url(signature),
  };
}

const LABELS: Labels = {
  alg: "alg",
  es256: "ES256",
  crit: "crit",
  keyBearing: ["jwk", "jku", "x5u", "x5c"],
  claims: ["iss", "sub", "aud"],
};
