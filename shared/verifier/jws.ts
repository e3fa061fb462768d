import { decodeBase64url } from "./base64url.ts";
import type { Envelope } from "./envelope.ts";
import { type JsonObject, parseJsonObject } from "./json.ts";
import { malformed } from "./refusal.ts";
import { decodeUtf8 } from "./text.ts";

/**
 * Takes a JWS in compact serialisation (RFC 7515 section 7.1) apart, without believing it: it must
 * be of the given `typ` (RFC 8725 section 3.11), signed by ES256, name its key by `kid`, bring no
 * key of its own and demand no extension.
 *
 * @param characters the text's bytes
 * @throws {Refusal} `form`, `base64url`, `utf8`, `json`, `json_duplicate_member`, and those of the header
 */
export function readJws(characters: Uint8Array<ArrayBuffer>, typ: string): Envelope {
  const { header, ...signed } = splitJws(characters, typ);
  if (typeof header["kid"] !== "string") throw malformed("key_id_missing");
  return { kid: header["kid"], ...signed };
}

/** The same for a JWS whose key is known from elsewhere, and which need not name it. */
export function splitJws(
  characters: Uint8Array<ArrayBuffer>,
  typ: string,
): Omit<Envelope, "kid"> & { readonly header: JsonObject } {
  const [encodedHeader, encodedPayload, encodedSignature, more] = split(characters, DOT);
  if (!encodedSignature || more) throw malformed("form");
  const header = parseJsonObject(decodeUtf8(decodeBase64url(encodedHeader!)));
  checkHeader(header, typ);
  return {
    header,
    message: characters.subarray(0, encodedHeader!.length + 1 + encodedPayload!.length),
    payload: decodeBase64url(encodedPayload!),
    signature: decodeBase64url(encodedSignature),
  };
}

const DOT = 0x2e;

/** The parts between the separators. */
export function split(
  characters: Uint8Array<ArrayBuffer>,
  separator: number,
): Uint8Array<ArrayBuffer>[] {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let from = 0;
  for (let to = characters.indexOf(separator); to >= 0; to = characters.indexOf(separator, from)) {
    parts.push(characters.subarray(from, to));
    from = to + 1;
  }
  return [...parts, characters.subarray(from)];
}

/** Header members that bring or fetch a key (RFC 7515 sections 4.1.2 to 4.1.6). */
const KEY_BEARING = ["jwk", "jku", "x5u", "x5c"];

function checkHeader(header: JsonObject, typ: string): void {
  if (header["alg"] !== "ES256") throw malformed("algorithm");
  if (header["typ"] !== typ) throw malformed("type_header");
  if ("crit" in header) throw malformed("critical_header");
  if (KEY_BEARING.some((name) => name in header)) throw malformed("key_in_header");
}
