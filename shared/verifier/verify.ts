import { untimely } from "./claims.ts";
import type { Credential } from "./credential.ts";
import { bytesOfQr, readCwt } from "./cwt.ts";
import { type Challenge, checkHolderProof } from "./holder-proof.ts";
import { type Checks, checksBy, type JwkSet } from "./keys.ts";
import type { Primitives } from "./primitives.ts";
import { altered, asRefusal, malformed, type Reasons, Refusal, unknownIssuer } from "./refusal.ts";
import { type Presentation, readSdJwt } from "./sd-jwt.ts";
import { readStatusListToken, type StatusList, statusAt } from "./status.ts";
import { decodeUtf8 } from "./text.ts";
import type { Verdict } from "./verdict.ts";

/** A Status List Token: the JWT as text, the CWT as bytes. */
export type StatusListSource = string | Uint8Array;

/** What a verification is made from. It reads nothing else: same request, same verdict. */
export interface VerificationRequest {
  /**
   * An SD-JWT VC (text), a COSE_Sign1 CWT (bytes, deflated or not), or the text of a printed QR
   * code. Which of them is seen by looking; bytes may also be a file with one of the texts.
   */
  readonly licence: string | Uint8Array;
  /**
   * The trusted key set. A key that names its issuer (`iss`) is believed for that one alone; one
   * that does not, for every issuer who names it. Read once for each object and then remembered: to
   * change a key, pass another object.
   */
  readonly keys: JwkSet;
  /** The issuers believed; without it, every issuer for whom one of the keys signed. */
  readonly issuers?: readonly string[];
  /** The status list, or what finds it by its address. Without it no licence is valid. */
  readonly statusList?: StatusListSource | ((uri: string) => StatusListSource | undefined);
  /** The moment to judge by, milliseconds since the epoch. */
  readonly at: number;
  /** Demands that the holder proves possession of the key that the licence is bound to. */
  readonly challenge?: Challenge;
}

export type Verify = (request: VerificationRequest) => Promise<Verdict>;

/** Characters of a text, or bytes: what is longer is not looked at. */
export const LONGEST_LICENCE = 65_536;
const LISTS_REMEMBERED = 16;

/** A list with whose key signed it, where the key set says so. */
type SignedList = StatusList & { readonly signer: unknown };

/** What is remembered of a key set: its imported keys, and the lists found good with them. */
interface Trust {
  readonly checks: Checks;
  readonly lists: Map<StatusListSource, SignedList | Refusal>;
}

/**
 * Makes a verifier over a signature primitive. It is pure but for what it remembers to be fast
 * (imported keys, status lists already checked), and judges as CREDENTIALS.md's last paragraph says.
 *
 * The verifier it returns never throws over a licence or a list, whatever they are.
 *
 * @throws {KeySetError} (the verifier, as a rejection) when `keys` is no usable JWK Set
 */
export function createVerifier<Key>(primitives: Primitives<Key>): Verify {
  const trusted = new WeakMap<JwkSet, Trust>();

  return async function verify(request) {
    let trust = trusted.get(request.keys);
    if (!trust) {
      trust = { checks: checksBy(request.keys, primitives), lists: new Map() };
      trusted.set(request.keys, trust);
    }
    try {
      // Nothing is awaited that is there already: each wait costs as much as reading a claim.
      const reading = read(request.licence, primitives);
      const { envelope, open, proof } = reading instanceof Promise ? await reading : reading;
      const { issuer, isGood } = trust.checks(envelope, "licences");
      // The payload is read while the signature may be checked on another thread, and believed after.
      let licence: Credential | Refusal;
      try {
        licence = open();
      } catch (error) {
        licence = asRefusal(error);
      }
      if (!(await isGood)) throw altered("signature");
      if (licence instanceof Refusal) throw licence;
      if (!isBy(issuer, licence) || request.issuers?.includes(licence.issuer) === false) {
        throw unknownIssuer("issuer_unknown");
      }
      if (proof || request.challenge) {
        await checkHolderProof(proof, licence.holderKey, primitives, request);
      }
      return (
        judgeTime(licence, request.at) ?? (await judgeStatus(licence, request, trust, primitives))
      );
    } catch (error) {
      const { kind, reason } = asRefusal(error);
      return { kind, reason } as Verdict;
    }
  };
}

/** Whether what is said of an issuer, if anything, is said of a licence's own. */
function isBy(issuer: unknown, licence: Credential): boolean {
  return issuer === undefined || issuer === licence.issuer;
}

/** Sees which form a licence has. @throws {Refusal} */
function read(
  licence: string | Uint8Array,
  primitives: Pick<Primitives<never>, "inflate">,
): Presentation | Promise<Presentation> {
  if (licence.length > LONGEST_LICENCE) throw malformed("too_long");
  if (typeof licence === "string") {
    return /^https:/i.test(licence) ? readCwt(bytesOfQr(licence), primitives) : readSdJwt(licence);
  }
  // A zlib stream, or the tags 18 and 61 in CBOR; none of our texts begins like one of them.
  return [0x78, 0xd2, 0xd8].includes(licence[0]!)
    ? readCwt(licence as Uint8Array<ArrayBuffer>, primitives)
    : read(decodeUtf8(licence), primitives);
}

function judgeTime(licence: Credential, at: number): Verdict | undefined {
  const reason = untimely(licence, at);
  const kind = reason === "expired" ? reason : "not-yet-valid";
  return reason && ({ kind, reason, licence } as Verdict);
}

/** What each status means (draft-ietf-oauth-status-list section 7.1). */
const STANDINGS = [
  { kind: "valid" },
  { kind: "no-longer-in-force", reason: "invalid" },
  { kind: "suspended", reason: "suspended" },
] as const;

type StatusReason = Reasons["status-unknown"];

/** What the status list says (draft-ietf-oauth-status-list section 8.3); silence is never consent. */
async function judgeStatus<Key>(
  licence: Credential,
  request: VerificationRequest,
  trust: Trust,
  primitives: Primitives<Key>,
): Promise<Verdict> {
  const unknown = (
    reason: StatusReason,
    statusAsOf?: number,
    detail?: Refusal["reason"],
  ): Verdict => ({
    kind: "status-unknown",
    reason,
    licence,
    statusAsOf,
    detail,
  });
  if (!licence.status) return unknown("status_reference_missing");
  const { uri, index } = licence.status;
  const { statusList } = request;
  const token = typeof statusList === "function" ? statusList(uri) : statusList;
  if (token === undefined) return unknown("status_list_missing");

  const list = trust.lists.get(token) ?? (await believedList(token, trust, primitives));
  if (list instanceof Refusal) {
    const { kind, reason } = list;
    return unknown(`status_list_${kind === "unknown-issuer" ? "issuer" : kind}`, undefined, reason);
  }
  const asOf = list.issuedAt;
  if (list.uri !== uri) return unknown("status_list_other");
  if (!isBy(list.issuer, licence) || !isBy(list.signer, licence)) {
    return unknown("status_list_issuer");
  }
  const late = untimely(list, request.at);
  if (late) return unknown(`status_list_${late === "expired" ? late : "later"}`, asOf);
  const status = statusAt(list, index);
  const standing = STANDINGS[status!];
  if (standing) return { ...standing, licence, statusAsOf: asOf };
  return unknown(status === undefined ? "status_index" : "status_value", asOf);
}

/** The list, its signature checked; or why it cannot be believed. The last few are remembered. */
async function believedList<Key>(
  token: StatusListSource,
  { checks, lists }: Trust,
  primitives: Primitives<Key>,
): Promise<SignedList | Refusal> {
  let list: SignedList | Refusal;
  try {
    const { envelope, open } = readStatusListToken(token);
    const { issuer: signer, isGood } = checks(envelope, "status-lists");
    if (!(await isGood)) throw altered("signature");
    list = { ...(await open(primitives)), signer };
  } catch (error) {
    list = asRefusal(error);
  }
  if (lists.size >= LISTS_REMEMBERED) lists.clear();
  lists.set(token, list);
  return list;
}
