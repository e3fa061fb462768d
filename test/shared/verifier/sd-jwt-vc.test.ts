/**
 * `@sd-jwt/sd-jwt-vc` as an oracle in both directions: what we issue it accepts, what it issues we
 * accept, and what RFC 9901 and RFC 7515 refuse we refuse, where it does and where it does not.
 */
import { createPublicKey, hash, verify as verifySignature } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { describe, expect, it } from "vitest";
import { sdJwtToSign } from "../../../shared/licence/sd-jwt.ts";
import { emptyStatusList, withStatuses } from "../../../shared/status-list/list.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import type { EcPublicJwk } from "../../../shared/verifier/primitives.ts";
import {
  base64url,
  DAY,
  disclosed,
  ISSUED,
  ISSUER,
  LIST,
  licenceRecord,
  NOW,
  signer,
  statusListJwt,
} from "../licence/issuer.ts";

const key = signer();
const holder = signer();
const record = licenceRecord(key.kid, { cnf: holder.jwk });
const licence = key.finish(sdJwtToSign(record));
const HEADER = { alg: "ES256", typ: "dc+sd-jwt", kid: key.kid };
const CLAIMS = {
  iss: ISSUER,
  vct: record.vct,
  iat: ISSUED,
  exp: ISSUED + DAY,
  number: "7/GP",
  status: { status_list: { idx: 1, uri: LIST } },
};

function isBy(jwk: EcPublicJwk, data: string, signature: string): boolean {
  const { kty, crv, x, y } = jwk;
  const publicKey = createPublicKey({ key: { kty, crv, x, y }, format: "jwk" });
  const bytes = Buffer.from(signature, "base64url");
  const given = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
  return verifySignature("sha256", Buffer.from(data), given, bytes);
}

/** The library, with the issuer's and the holder's keys, and a status list. */
function library(statusList = statusListJwt(key)): SDJwtVcInstance {
  const signedBy = async (by: typeof key, data: string) =>
    base64url(await by.sign(Buffer.from(data)));
  return new SDJwtVcInstance({
    hasher: async (data) => hash("sha256", new Uint8Array(Buffer.from(data as string)), "buffer"),
    hashAlg: "sha-256",
    saltGenerator: async () => "2GLC42sKQveCfGfryNRN9w",
    signAlg: "ES256",
    signer: (data) => signedBy(key, data),
    verifier: async (data, signature) => isBy(key.jwk, data, signature),
    kbSignAlg: "ES256",
    kbSigner: (data) => signedBy(holder, data),
    kbVerifier: async (data, signature) => isBy(holder.jwk, data, signature),
    statusVerifier: async (data, signature) => isBy(key.jwk, data, signature),
    statusListFetcher: async () => statusList,
  });
}

const AT = { currentDate: NOW / 1000 };

async function isAccepted(text: string): Promise<boolean> {
  return library()
    .verify(text, AT)
    .then(
      () => true,
      () => false,
    );
}

async function verdictOf(text: string): Promise<string> {
  const statusList = statusListJwt(key);
  const verdict = await verify({ licence: text, keys: { keys: [key.jwk] }, statusList, at: NOW });
  return verdict.kind === "valid" ? "valid" : `${verdict.kind}: ${verdict.reason}`;
}

describe("a licence that we issue", () => {
  const [jws, ...disclosures] = licence.split("~").slice(0, -1);

  it.each(Array.from({ length: 8 }, (_, shown) => [shown]))(
    "is accepted by the library with the claims that we read, whichever are shown (%i of 0 to 7)",
    async (shown) => {
      const chosen = disclosures.filter((_, place) => shown & (1 << place));
      const text = [jws, ...chosen, ""].join("~");
      const { payload } = await library().verify(text, AT);
      const ours = await verify({
        licence: text,
        keys: { keys: [key.jwk] },
        statusList: statusListJwt(key),
        at: NOW,
      });
      expect(ours.kind).toBe("valid");
      const read = "licence" in ours ? ours.licence : undefined;
      const {
        holder: name,
        number,
        address,
        tax_id,
        premises,
      } = payload as Record<string, unknown>;
      expect(read).toMatchObject({ holder: name, number });
      expect(read?.claims).toEqual(
        Object.fromEntries(
          Object.entries({ address, tax_id, premises }).filter(([, value]) => value !== undefined),
        ),
      );
    },
  );

  it.each([
    ["revoked", "invalid"],
    ["suspended", "suspended"],
  ] as const)("is refused by the library once it is %s", async (_, status) => {
    const list = withStatuses(emptyStatusList(2 ** 17), [[record.status.index, status]]);
    await expect(library(statusListJwt(key, { list })).verify(licence, AT)).rejects.toThrow(
      "Status is not valid",
    );
  });

  it("is presented by the library with the holder's proof that we ask for", async () => {
    const challenge = { audience: "https://police.example", nonce: "n-1" };
    const payload = { iat: NOW / 1000, aud: challenge.audience, nonce: challenge.nonce };
    const text = await library().present<Record<string, unknown>>(
      licence,
      { address: true },
      { kb: { payload } },
    );
    const given = { keys: { keys: [key.jwk] }, statusList: statusListJwt(key), at: NOW };
    const verdict = await verify({ ...given, licence: text, challenge });
    expect(verdict).toMatchObject({
      kind: "valid",
      licence: { claims: { address: "12 Trần Phú, Hội An" } },
    });
    await expect(library().verify(text, { ...AT, keyBindingNonce: "n-1" })).resolves.toBeDefined();
  });
});

describe("a licence that the library issues", () => {
  it("is valid for us, whatever it leaves to the holder to show", async () => {
    const claims = { ...CLAIMS, holder: "Lan", rooms: ["bar", "cellar"], seat: { ward: "Hội An" } };
    const text = await library().issue(
      claims,
      { _sd: ["holder", "seat"], rooms: { _sd: [1] }, seat: { _sd: ["ward"] } },
      { header: { kid: key.kid } },
    );
    const given = { keys: { keys: [key.jwk] }, statusList: statusListJwt(key), at: NOW };
    expect(await verify({ ...given, licence: text })).toMatchObject({
      kind: "valid",
      licence: {
        holder: "Lan",
        number: "7/GP",
        claims: { rooms: ["bar", "cellar"], seat: { ward: "Hội An" } },
      },
    });
    const withheld = await library().present<Record<string, unknown>>(text, { holder: true });
    expect(await verify({ ...given, licence: withheld })).toMatchObject({
      kind: "valid",
      licence: { claims: { rooms: ["bar"] } },
    });
  });
});

describe("signed by the issuer, and refused by us,", () => {
  const { exp, ...endless } = CLAIMS;
  const { vct: _, ...untyped } = CLAIMS;
  const shown = disclosed("2GLC42sKQveCfGfryNRN9w", "exp", exp);
  const address = disclosed("2GLC42sKQveCfGfryNRN9w", "address", "1 Trần Phú");
  const plain = (header: object, payload: object, ...disclosures: string[]) =>
    `${[key.jws(header, payload), ...disclosures].join("~")}~`;

  it.each<[what: string, text: string, reason: string, theirs: boolean]>([
    ["a header that says alg none", plain({ ...HEADER, alg: "none" }, CLAIMS), "algorithm", true],
    ["another type", plain({ ...HEADER, typ: "jwt" }, CLAIMS), "type_header", true],
    [
      "a demand that nobody knows",
      plain({ ...HEADER, crit: ["x"], x: 1 }, CLAIMS),
      "critical_header",
      true,
    ],
    ["no vct", plain(HEADER, untyped), "claims", true],
    [
      "an expiry that is shown",
      plain(HEADER, { ...endless, _sd: [shown.digest] }, shown.text),
      "disclosure_registered",
      true,
    ],
    [
      "a claim that overwrites another",
      plain(HEADER, { ...CLAIMS, address: "2", _sd: [address.digest] }, address.text),
      "disclosure_shadows",
      false,
    ],
  ])("is %s", async (_, text, reason, theirs) => {
    expect(await verdictOf(text)).toContain(`: ${reason}`);
    expect(await isAccepted(text)).toBe(theirs);
  });

  it("is a disclosure without its digest, one shown twice, and one that was changed", async () => {
    const whole = plain(HEADER, { ...CLAIMS, _sd: [address.digest] }, address.text);
    expect(await verdictOf(whole)).toBe("valid");
    expect(await isAccepted(whole)).toBe(true);
    const changed = disclosed("2GLC42sKQveCfGfryNRN9w", "address", "2 Trần Phú").text;
    for (const [text, verdict] of [
      [plain(HEADER, CLAIMS, address.text), "altered: disclosure_unreferenced"],
      [`${whole}${address.text}~`, "malformed: disclosure_repeated"],
      [whole.replace(address.text, changed), "altered: disclosure_unreferenced"],
    ] as const) {
      expect(await verdictOf(text)).toBe(verdict);
    }
  });
});
