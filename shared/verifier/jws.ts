import { decodeBase64url } from "./base64url.ts";
import type { Envelope } from "./envelope.ts";
import { asObject, type JsonObject, parseEncoded } from "./json.ts";
import { malformed } from "./refusal.ts";

/**
 * Takes a JWS in compact serialisation (RFC 7515 section 7.1) apart, without believing it: it must
 * be of the given `typ` (RFC 8725 section 3.11), signed by ES256, name its key by `kid`, bring no
 * key of its own and demand no extension.
 *
 * @param characters the text's bytes
 * @throws {Refusal} `form`, `base64url`, `utf8`, `json`, `json_duplicate_member`, and those of the header
 */
export function readJws(characters: Uint8Array<ArrayBuffer>, typ: string): Envelope {
  const envelope = splitJws(characters, typ);
  if (typeof envelope.kid !== "string") throw malformed("key_id_missing");
  return envelope as Envelope;
}

/** The same for a JWS whose key is known from elsewhere, and which need not name it. */
export function splitJws(
  characters: Uint8Array<ArrayBuffer>,
  typ: string,
): Omit<Envelope, "kid"> & { readonly kid: unknown } {
  const first = characters.indexOf(DOT);
  const second = characters.indexOf(DOT, first + 1);
  if (first < 0 || second < 0 || characters.includes(DOT, second + 1)) throw malformed("form");
  const header = asObject(parseEncoded(characters.subarray(0, first)));
  checkHeader(header, typ);
  return {
    kid: header["kid"],
    message: characters.subarray(0, second),
    payload: decodeBase64url(characters.subarray(first + 1, second)),
    signature: decodeBase64url(characters.subarray(second + 1)),
  };
}

const DOT = 0x2e;

/** Header members that bring or fetch a key (RFC 7515 sections 4.1.2 to 4.1.6). */
const KEY_BEARING = ["jwk", "jku", "x5u", "x5c"];

function checkHeader(header: JsonObject, typ: string): void {
  if (header["alg"] !== "ES256") throw malformed("algorithm");
  if (header["typ"] !== typ) throw malformed("type_header");
  if ("crit" in header) throw malformed("critical_header");
  if (KEY_BEARING.some((name) => name in header)) throw malformed("key_in_header");
}
