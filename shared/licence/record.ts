import type { Text } from "../text.ts";

/**
 * The licence record: everything that makes a licence what it is. It is reserved and stored
 * before anything is signed, so that signing it again, after any crash, gives the same licence:
 * the two differ in nothing but the ECDSA signature.
 */
export interface LicenceRecord {
  /** The licence number: the licence's identity. */
  readonly number: string;
  /** Who issues, an https URL without query and fragment (`iss`); its metadata and keys are found from it. */
  readonly issuer: string;
  /** The licence's type, an https URL that resolves to the type's metadata (`vct`). */
  readonly vct: string;
  /** The type's name by language (BCP 47), such as `{ en: "Retail liquor licence", vi: "..." }`. */
  readonly titles: Text;
  /** The holder's name, shown, withheld and printed like any claim. */
  readonly holder: {
    readonly name: string;
    readonly disclosure: Disclosure;
    readonly printed: boolean;
  };
  readonly claims: readonly LicenceClaim[];
  /** Seconds since the epoch (NumericDate, RFC 7519 section 2), integers. */
  readonly iat: number;
  readonly nbf?: number;
  readonly exp: number;
  /** Its entry in a status list: the list's address and an index that no other licence has or had. */
  readonly status: { readonly uri: string; readonly index: number };
  /** For each selective claim by its key (and `holder`, if selective) 128 fresh random bits in base64url. */
  readonly salts: Readonly<Record<string, string>>;
  /** The key that signs: RFC 7638 thumbprint. */
  readonly kid: string;
  /** The holder's public key, where the licence is bound to one. */
  readonly cnf?: HolderKey;
}

/** Shown to everyone, or shown or withheld as the holder likes. */
export type Disclosure = "always" | "selective";

export interface LicenceClaim {
  /** The claim's name in the SD-JWT. */
  readonly key: string;
  readonly value: ClaimValue;
  readonly disclosure: Disclosure;
  /** Whether the printed QR code carries it: for anyone who holds the paper to read. */
  readonly printed: boolean;
  /** Its number in the printed form, from 4 on (1 and 2 are number and holder, 3 is kept free). */
  readonly cwtKey: number;
}

/** JSON without fractions, so that both forms can say it. */
export type ClaimValue =
  | string
  | number
  | boolean
  | readonly ClaimValue[]
  | { readonly [name: string]: ClaimValue };

/** A public key of ECDSA P-256 (RFC 7518 section 6.2.1). */
export interface HolderKey {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

/** The key under which the holder's name is known among the claims, and its salt is reserved. */
export const HOLDER = "holder";

/** A record that no licence may be signed from; `faults` names every reason. */
export class LicenceRecordError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The licence record cannot be signed: ${faults.join("; ")}.`);
    this.name = "LicenceRecordError";
    this.faults = faults;
  }
}

/** Names that say something else already (RFC 7519, SD-JWT VC, RFC 9901 section 4), or our own. */
const RESERVED = new Set([
  ...["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "vct", "vct#integrity", "status"],
  ...["_sd", "_sd_alg", "...", "number", "title", HOLDER],
]);
const FIRST_CWT_KEY = 4;
/** 128 bits, as RFC 9901 section 9.3 recommends. */
const SALT = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** The keys of the claims that are disclosed selectively: those for which a salt is reserved. */
export function selectiveKeys(record: Pick<LicenceRecord, "holder" | "claims">): string[] {
  const own = record.holder.disclosure === "selective" ? [HOLDER] : [];
  return [...own, ...record.claims.filter(isSelective).map(({ key }) => key)];
}

/** @throws {LicenceRecordError} with every fault of the record, unless it has none */
export function checkRecord(record: LicenceRecord): void {
  const faults = [...faultsOf(record)];
  if (faults.length > 0) throw new LicenceRecordError(faults);
}

export function isSelective(claim: { readonly disclosure: Disclosure }): boolean {
  return claim.disclosure === "selective";
}

function* faultsOf(record: LicenceRecord): Generator<string> {
  if (record.number === "") yield "number is empty";
  if (record.holder.name === "") yield "holder.name is empty";
  for (const name of ["issuer", "vct"] as const) {
    if (!isWebUrl(record[name])) yield `${name} is not an https URL`;
  }
  if (!isWebUrl(record.status.uri)) yield "status.uri is not an https URL";
  if (!isCount(record.status.index)) yield "status.index is not an index";
  yield* timeFaults(record);
  yield* claimFaults(record.claims);
  const reserved = selectiveKeys(record).toSorted();
  if (reserved.join() !== Object.keys(record.salts).toSorted().join()) {
    yield "salts are not those of the selective claims";
  }
  const salts = Object.values(record.salts);
  if (!salts.every((salt) => SALT.test(salt))) yield "a salt is not 128 bits in base64url";
  if (new Set(salts).size < salts.length) yield "a salt is used twice";
}

function* timeFaults({ iat, nbf, exp }: LicenceRecord): Generator<string> {
  for (const [name, time] of Object.entries({ iat, nbf: nbf ?? iat, exp })) {
    if (!isCount(time)) yield `${name} is not a whole number of seconds`;
  }
  if (exp <= (nbf ?? iat) || exp <= iat) yield "exp does not follow the beginning";
}

function* claimFaults(claims: readonly LicenceClaim[]): Generator<string> {
  const keys = new Set<string>();
  const numbers = new Set<number>();
  for (const { key, cwtKey, value } of claims) {
    if (key === "" || RESERVED.has(key)) yield `the claim key "${key}" is reserved`;
    if (keys.has(key)) yield `the claim key "${key}" is used twice`;
    if (!isCount(cwtKey) || cwtKey < FIRST_CWT_KEY)
      yield `${key}: cwtKey is below ${FIRST_CWT_KEY}`;
    if (numbers.has(cwtKey)) yield `${key}: cwtKey ${cwtKey} is used twice`;
    if (!isClaimValue(value)) yield `${key}: the value cannot be said in both forms`;
    keys.add(key);
    numbers.add(cwtKey);
  }
}

function isClaimValue(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value === "boolean") return true;
  if (typeof value !== "object" || value === null) return false;
  // A member of such a name would be taken for a digest (RFC 9901 section 4).
  if (Object.keys(value).some((name) => ["_sd", "_sd_alg", "..."].includes(name))) return false;
  return Object.values(value).every(isClaimValue);
}

/** Https; on the machine itself, where nobody can listen in, http as well (the one-machine home). */
function isWebUrl(text: string): boolean {
  return (
    /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)[:/])[^?#]*$/.test(text) &&
    URL.canParse(text)
  );
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
