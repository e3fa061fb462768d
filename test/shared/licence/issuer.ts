import { generateKeyPairSync, hash, sign } from "node:crypto";
import type { LicenceRecord } from "../../../shared/licence/record.ts";
import type { ToSign } from "../../../shared/licence/to-sign.ts";
import { type PublishedKey, publishedKey } from "../../../shared/signing/key-set.ts";
import { emptyStatusList } from "../../../shared/status-list/list.ts";
import { type StatusListContent, statusListJwtToSign } from "../../../shared/status-list/token.ts";
import type { EcPublicJwk } from "../../../shared/verifier/primitives.ts";

/** 2026-11-23T02:00:00Z, in seconds. */
export const ISSUED = 1_795_399_200;
/** An hour later, in milliseconds: when the tests verify. */
export const NOW = (ISSUED + 3600) * 1000;
export const DAY = 86_400;

export const ISSUER = "https://licences.example";
export const LIST = "https://licences.example/status-lists/1";

/** A key of its own, and what is signed with it. */
export interface TestSigner {
  readonly jwk: PublishedKey;
  readonly kid: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
  /** Signs and assembles at once. */
  finish<Token>(token: ToSign<Token>): Token;
  /** A JWS with any header and payload, properly signed; a text is taken as JSON already. */
  jws(header: object | string, payload: object | string): string;
}

export function signer(): TestSigner {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publishedKey(publicKey.export({ format: "jwk" }) as unknown as EcPublicJwk);
  const signed = (message: Uint8Array) =>
    sign("sha256", message, { key: privateKey, dsaEncoding: "ieee-p1363" });
  return {
    jwk,
    kid: jwk.kid,
    sign: async (message) => signed(message),
    finish: (token) => token.assemble(signed(token.message)),
    jws(header, payload) {
      const input = [header, payload].map((part) => base64url(asJson(part))).join(".");
      return `${input}.${base64url(signed(Buffer.from(input)))}`;
    },
  };
}

/** A liquor licence with three selective claims; `kid` is the key that will sign. */
export function licenceRecord(kid: string, changes: Partial<LicenceRecord> = {}): LicenceRecord {
  return {
    number: "12/GP-UBND",
    issuer: ISSUER,
    vct: "https://licences.example/vct/retail-liquor",
    titles: { en: "Retail liquor licence", vi: "Giấy phép bán lẻ rượu" },
    holder: { name: "Công ty TNHH Rượu Hội An", disclosure: "selective", printed: true },
    claims: [
      {
        key: "address",
        value: "12 Trần Phú, Hội An",
        disclosure: "selective",
        printed: true,
        cwtKey: 4,
      },
      { key: "tax_id", value: "4001234567", disclosure: "selective", printed: false, cwtKey: 5 },
      { key: "premises", value: 2, disclosure: "always", printed: true, cwtKey: 6 },
    ],
    iat: ISSUED,
    exp: ISSUED + 5 * 365 * DAY,
    status: { uri: LIST, index: 4711 },
    salts: {
      holder: "2GLC42sKQveCfGfryNRN9w",
      address: "eluV5Og3gSNII8EYnsxA_A",
      tax_id: "6Ij7tM-a5iVPGboS5tmvVA",
    },
    kid,
    ...changes,
  };
}

/** The content of a status list an hour old, in which everything is valid unless told. */
export function listContent(
  kid: string,
  changes: Partial<StatusListContent> = {},
): StatusListContent {
  return {
    uri: LIST,
    issuer: ISSUER,
    kid,
    iat: ISSUED,
    exp: ISSUED + DAY,
    ttl: 900,
    list: emptyStatusList(2 ** 17),
    ...changes,
  };
}

export function statusListJwt(by: TestSigner, changes: Partial<StatusListContent> = {}): string {
  return by.finish(statusListJwtToSign(listContent(by.kid, changes)));
}

/** A disclosure of these parts, and its digest (RFC 9901 section 4.2). */
export function disclosed(...parts: unknown[]): { text: string; digest: string } {
  const text = base64url(JSON.stringify(parts));
  return { text, digest: hash("sha256", text, "base64url") };
}

export function base64url(content: string | Uint8Array): string {
  return Buffer.from(content as string).toString("base64url");
}

function asJson(part: object | string): string {
  return typeof part === "string" ? part : JSON.stringify(part);
}
