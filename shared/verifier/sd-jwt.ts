import { type Credential, readCredential } from "./credential.ts";
import { disclose } from "./disclosures.ts";
import type { Envelope } from "./envelope.ts";
import { asObject, parseJson } from "./json.ts";
import { readJws } from "./jws.ts";
import { malformed } from "./refusal.ts";
import { encodeUtf8 } from "./text.ts";

/** A licence taken apart and not yet believed. */
export interface Presentation {
  readonly envelope: Envelope;
  /** Reads the payload; nothing in it is true before the signature was found good. @throws {Refusal} */
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
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let from = 0;
  for (let to = characters.indexOf(TILDE); to >= 0; to = characters.indexOf(TILDE, from)) {
    parts.push(characters.subarray(from, to));
    from = to + 1;
  }
  const [jws, ...disclosures] = parts;
  if (!jws) throw malformed("form");
  const envelope = readJws(jws, "dc+sd-jwt");
  return {
    envelope,
    open: () => readCredential(disclose(asObject(parseJson(envelope.payload)), disclosures)),
    proof:
      from < characters.length
        ? { jwt: characters.subarray(from), about: characters.subarray(0, from) }
        : undefined,
  };
}
