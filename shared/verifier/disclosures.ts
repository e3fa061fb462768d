import { encodeBase64url } from "./base64url.ts";
import { DEEPEST, isObject, type Json, type JsonObject, parseEncoded } from "./json.ts";
import { altered, malformed } from "./refusal.ts";
import { sha256 } from "./sha256.ts";

/** Claims by which a licence is judged: never left to the holder to show or to hide. */
const REGISTERED = new Set("sub aud jti iss exp nbf iat cnf vct vct#integrity status".split(" "));
/** RFC 9901 section 4; and `__proto__`, which would not become a member like others. */
const RESERVED = new Set(["_sd", "...", "_sd_alg", "__proto__"]);

/** A disclosure read: `[salt, name, value]`, or `[salt, value]` for an array's element. */
interface Disclosure {
  readonly name: string | undefined;
  readonly value: Json;
}

/**
 * Puts what was disclosed into the payload, as RFC 9901 section 7.1 prescribes: every disclosure
 * has its digest in the payload or in another disclosure, exactly once; none overwrites a claim;
 * digests without a disclosure (withheld claims, decoys) vanish. Registered claims at the top
 * level are refused (draft-ietf-oauth-sd-jwt-vc section 2.2.2.2, and `iat`, `sub`, `aud`, `jti`
 * besides: a licence says them to everyone).
 *
 * @param payload as parsed, for this alone: it is changed
 * @param disclosures their texts, still in base64url, as bytes
 * @throws {Refusal} `digest_algorithm`, `digest_repeated`, `disclosure` and its kin, `claims`,
 *   `json` where it is nested too deep
 */
export function disclose(payload: JsonObject, disclosures: readonly Uint8Array[]): JsonObject {
  const { _sd_alg = "sha-256" } = payload;
  if (_sd_alg !== "sha-256") throw malformed("digest_algorithm");
  const hidden = byDigest(disclosures);
  const seen = new Set<string>();
  let depth = 0;

  /** What a digest stands for, or undefined when it was withheld. */
  function open(digest: Json | undefined): Disclosure | undefined {
    if (typeof digest !== "string") throw malformed("claims");
    if (seen.has(digest)) throw malformed("digest_repeated");
    seen.add(digest);
    const disclosure = hidden.get(digest);
    hidden.delete(digest);
    return disclosure;
  }

  /** Changes the object given, which was parsed for this alone. */
  function object(within: JsonObject, top: boolean): JsonObject {
    for (const name in within) {
      const value = within[name]!;
      if (!RESERVED.has(name)) {
        if (typeof value === "object") within[name] = walk(value);
      } else if (name !== "_sd" && !(top && name === "_sd_alg")) throw malformed("claims");
    }
    const { _sd: digests } = within;
    if (digests === undefined) return within;
    if (!Array.isArray(digests)) throw malformed("claims");
    delete within["_sd"];
    for (const digest of digests) {
      const disclosure = open(digest);
      if (!disclosure) continue;
      const { name, value } = disclosure;
      if (name === undefined || RESERVED.has(name)) throw malformed("disclosure");
      if (top && REGISTERED.has(name)) throw malformed("disclosure_registered");
      if (Object.hasOwn(within, name)) throw malformed("disclosure_shadows");
      within[name] = walk(value);
    }
    return within;
  }

  function array(from: Json[]): Json[] {
    return from.flatMap((element) => {
      if (!isObject(element) || !("..." in element)) return [walk(element)];
      if (Object.keys(element).length > 1) throw malformed("claims");
      const disclosure = open(element["..."]);
      if (!disclosure) return [];
      if (disclosure.name !== undefined) throw malformed("disclosure");
      return [walk(disclosure.value)];
    });
  }

  /** Disclosures nest in one another: each may be shallow, and all of them deeper than the stack. */
  function walk(value: Json): Json {
    if (++depth > DEEPEST) throw malformed("json");
    const walked = Array.isArray(value)
      ? array(value)
      : isObject(value)
        ? object(value, false)
        : value;
    depth--;
    return walked;
  }

  object(payload, true);
  if (hidden.size > 0) throw altered("disclosure_unreferenced");
  return payload;
}

/** The digest of a text, as SD-JWT means it: over its ASCII bytes, in base64url (section 4.2.3). */
export function digestOf(characters: Uint8Array): string {
  return encodeBase64url(sha256(characters));
}

function byDigest(disclosures: readonly Uint8Array[]): Map<string, Disclosure> {
  const known = new Map<string, Disclosure>();
  for (const characters of disclosures) {
    const digest = digestOf(characters);
    if (known.has(digest)) throw malformed("disclosure_repeated");
    known.set(digest, readDisclosure(characters));
  }
  return known;
}

function readDisclosure(characters: Uint8Array): Disclosure {
  const parts = parseEncoded(characters);
  if (!Array.isArray(parts) || typeof parts[0] !== "string") throw malformed("disclosure");
  if (parts.length === 2) return { name: undefined, value: parts[1]! };
  const [, name, value] = parts;
  if (parts.length !== 3 || typeof name !== "string") throw malformed("disclosure");
  return { name, value: value! };
}
