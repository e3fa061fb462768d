import { timesOf, untimely } from "./claims.ts";
import { digestOf } from "./disclosures.ts";
import { parseObject } from "./json.ts";
import { splitJws } from "./jws.ts";
import { importKey } from "./keys.ts";
import type { EcPublicJwk, Primitives } from "./primitives.ts";
import { altered, malformed } from "./refusal.ts";
import type { Presentation } from "./sd-jwt.ts";

/** What the holder's proof must answer. */
export interface Challenge {
  /** Who asked (`aud`). */
  readonly audience: string;
  /** What was asked (`nonce`), fresh for each presentation. */
  readonly nonce: string;
}

const LONGEST_AGE_MS = 300_000;

/**
 * Checks a Key Binding JWT (RFC 9901 sections 4.3 and 7.3): by the key in the licence's `cnf`, over
 * this very presentation, neither expired nor of later, and, where a challenge was put, an answer to
 * it made within five minutes.
 *
 * @throws {Refusal} `holder_proof_missing`, `holder_proof`, `holder_proof_other`, `holder_key`, `holder_signature`, and those of `splitJws`
 */
export async function checkHolderProof<Key>(
  proof: Presentation["proof"],
  holderKey: EcPublicJwk | undefined,
  primitives: Primitives<Key>,
  { at, challenge }: { readonly at: number; readonly challenge?: Challenge },
): Promise<void> {
  if (!proof) throw malformed("holder_proof_missing");
  const { message, signature, payload } = splitJws(proof.jwt, "kb+jwt");
  const key = holderKey && (await importKey(holderKey, primitives));
  if (!key) throw malformed("holder_key");
  if (!(await primitives.verify(key, message, signature))) throw altered("holder_signature");

  const claims = parseObject(payload);
  const { aud, nonce, sd_hash } = claims;
  const times = timesOf(claims);
  if (
    untimely(times, at) ||
    times.issuedAt === undefined ||
    typeof aud !== "string" ||
    typeof nonce !== "string" ||
    sd_hash !== digestOf(proof.about)
  ) {
    throw malformed("holder_proof");
  }
  if (
    challenge &&
    (aud !== challenge.audience ||
      nonce !== challenge.nonce ||
      times.issuedAt < at - LONGEST_AGE_MS)
  ) {
    throw malformed("holder_proof_other");
  }
}
