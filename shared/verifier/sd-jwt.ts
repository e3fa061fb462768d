import type { Claims } from "./claims.ts";
import { type Credential, readCredential } from "./credential.ts";
import { disclose } from "./disclosures.ts";
import type { Envelope } from "./envelope.ts";
import { readJws } from "./jws.ts";
import { malformed } from "./refusal.ts";

/** A licence taken apart and not yet believed. */
export interface Presentation {
  readonly envelope: Envelope;
  /** Reads the payload; nothing in it is true before the signature was found good. @throws {Refusal} */
  open(): Credential;
  /** The holder's proof (a KB-JWT) and the text that it must be about; SD-JWT only. */
  readonly proof?: {
    readonly jwt: string;
    readonly about: string;
  };
}

/**
 * Takes an SD-JWT VC apart: `<JWS>~<disclosure>~...~[<KB-JWT>]` (RFC 9901 section 4,
 * draft-ietf-oauth-sd-jwt-vc section 2: `typ` is `dc+sd-jwt`, `vct` is required).
 *
 * @throws {Refusal} as `readJws`
 */
export function readSdJwt(text: string): Presentation {
  const [jws, ...disclosures] = text.split("~");
  const proof = disclosures.pop();
  if (!jws || proof === undefined) throw malformed("form");
  const envelope = readJws(jws, "dc+sd-jwt");
  return {
    envelope,
    open() {
      const shown = disclose(envelope.payload, disclosures);
      return readCredential(shown, othersOf(shown));
    },
    proof: proof ? { jwt: proof, about: text.slice(0, -proof.length) } : undefined,
  };
}

/** Claims that are read by name, and not shown once more among the others. */
const OWN = new Set(
  "iss exp nbf iat cnf vct vct#integrity status number holder title _sd _sd_alg".split(" "),
);

function othersOf(shown: Claims): Claims {
  const others: Record<string, unknown> = {};
  for (const name in shown) if (!OWN.has(name)) others[name] = shown[name];
  return others;
}
