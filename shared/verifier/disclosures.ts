import { encodeBase64url } from "./base64url.ts";
import {
  DEEPEST,
  isObject,
  type Json,
  type JsonObject,
  parseEncoded,
  parseObject,
} from "./json.ts";
import { altered, malformed } from "./refusal.ts";
import { sha256 } from "./sha256.ts";

/** Claims by which a licence is judged: never left to the holder to show or to hide. */
const REGISTERED = new Set("sub aud jti iss exp nbf iat cnf vct vct#integrity status".split(" "));
/** RFC 9901 section 4; and `__proto__`, which would not become a member like others. */
function isReserved(name: string): boolean {
  return name === "_sd" || name === "..." || name === "_sd_alg" || name === "__proto__";
}

/** A disclosure read: `[salt, name, value]`, or `[salt, value]` for an array's element. */
type Disclosure = readonly Json[];

/** In place of what a digest stood for, once it was met. */
const SEEN: Disclosure = [];

/**
 * Puts what was disclosed into the payload, as RFC 9901 section 7.1 prescribes: every disclosure
 * has its digest in the payload or in another disclosure, exactly once; none overwrites a claim;
 * digests without a disclosure (withheld claims, decoys) vanish, but for the top level's own `_sd`,
 * which stays like `_sd_alg`. Registered claims at the top level are refused
 * (draft-ietf-oauth-sd-jwt-vc section 2.2.2.2, and `iat`, `sub`, `aud`, `jti` besides: a licence says
 * them to everyone).
 *
 * @param payload in base64url, like the disclosures
 * @throws {Refusal} `digest_algorithm`, `digest_repeated`, `disclosure` and its kin, `claims`,
 *   `json` where it is nested too deep
 */
export function disclose(payload: string, disclosures: readonly string[]): JsonObject {
  const claims = parseObject(payload);
  const { _sd_alg = "sha-256" } = claims;
  if (_sd_alg !== "sha-256") throw malformed("digest_algorithm");
  const hidden = new Map<string, Disclosure>();
  for (const text of disclosures) {
    const digest = digestOf(text);
    if (hidden.has(digest)) throw malformed("disclosure_repeated");
    hidden.set(digest, readDisclosure(text));
  }
  let shown = 0;
  let depth = 0;

  /** What a digest stands for, or undefined when it was withheld. */
  function open(digest: Json | undefined): Disclosure | undefined {
    if (typeof digest !== "string") throw malformed("claims");
    const disclosure = hidden.get(digest);
    if (disclosure === SEEN) throw malformed("digest_repeated");
    hidden.set(digest, SEEN);
    if (disclosure) shown++;
    return disclosure;
  }

  function object(within: JsonObject, top: boolean): void {
    for (const name in within) {
      if (!isReserved(name)) walk(within[name]!);
      else if (name !== "_sd" && !(top && name === "_sd_alg")) throw malformed("claims");
    }
    const digests = within["_sd"];
    if (digests === undefined) return;
    if (!Array.isArray(digests)) throw malformed("claims");
    // An object that lost a member is slow from then on, and the top level is read once more.
    if (!top) delete within["_sd"];
    for (const digest of digests) {
      const disclosure = open(digest);
      if (!disclosure) continue;
      const [, name, value] = disclosure as readonly [Json, string, Json];
      if (disclosure.length < 3 || isReserved(name)) throw malformed("disclosure");
      if (top && REGISTERED.has(name)) throw malformed("disclosure_registered");
      if (Object.hasOwn(within, name)) throw malformed("disclosure_shadows");
      within[name] = walk(value);
    }
  }

  function array(within: Json[]): void {
    let kept = 0;
    for (const element of within) {
      let value = element;
      if (isObject(element) && "..." in element) {
        if (Object.keys(element).length > 1) throw malformed("claims");
        const disclosure = open(element["..."]);
        if (!disclosure) continue;
        if (disclosure.length > 2) throw malformed("disclosure");
        value = disclosure[1]!;
      }
      within[kept++] = walk(value);
    }
    within.length = kept;
  }

  /** Disclosures nest in one another: each may be shallow, and all of them deeper than the stack. */
  function walk(value: Json): Json {
    if (!value || typeof value !== "object") return value;
    if (++depth > DEEPEST) throw malformed("json");
    if (Array.isArray(value)) array(value);
    else object(value, false);
    depth--;
    return value;
  }

  object(claims, true);
  if (shown < disclosures.length) throw altered("disclosure_unreferenced");
  return claims;
}

/** The digest of a text, as SD-JWT means it: over its ASCII bytes, in base64url (section 4.2.3). */
export function digestOf(text: string): string {
  return encodeBase64url(sha256(text));
}

function readDisclosure(text: string): Disclosure {
  const parts = parseEncoded(text);
  if (
    !Array.isArray(parts) ||
    typeof parts[0] !== "string" ||
    !(parts.length === 2 || (parts.length === 3 && typeof parts[1] === "string"))
  ) {
    throw malformed("disclosure");
  }
  return parts;
}
