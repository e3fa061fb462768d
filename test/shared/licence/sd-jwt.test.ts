import { createHash } from "node:crypto";
import { compactVerify, importJWK } from "jose";
import { describe, expect, it } from "vitest";
import { sdJwtToSign } from "../../../shared/licence/sd-jwt.ts";
import { signToken } from "../../../shared/licence/to-sign.ts";
import { licenceRecord, signer } from "./issuer.ts";

const key = signer();
const record = licenceRecord(key.kid);

async function payloadOf(licence: string): Promise<Record<string, unknown>> {
  const jws = licence.split("~")[0]!;
  const { payload } = await compactVerify(jws, await importJWK({ ...key.jwk }, "ES256"));
  return JSON.parse(new TextDecoder().decode(payload));
}

function disclosuresOf(licence: string): string[] {
  return licence.split("~").slice(1, -1);
}

describe("a licence as SD-JWT VC", () => {
  it("is a JWS that jose accepts, with the header of the specification", async () => {
    const licence = key.finish(sdJwtToSign(record));
    const { protectedHeader } = await compactVerify(
      licence.split("~")[0]!,
      await importJWK({ ...key.jwk }, "ES256"),
    );
    expect(protectedHeader).toEqual({ alg: "ES256", typ: "dc+sd-jwt", kid: key.kid });
  });

  it("says openly what is open, and nothing of the rest", async () => {
    const { _sd, ...open } = await payloadOf(key.finish(sdJwtToSign(record)));
    expect(open).toEqual({
      iss: record.issuer,
      vct: record.vct,
      iat: record.iat,
      exp: record.exp,
      number: "12/GP-UBND",
      title: record.titles,
      premises: 2,
      status: { status_list: { idx: 4711, uri: record.status.uri } },
      _sd_alg: "sha-256",
    });
  });

  it("discloses salt, name and value of each selective claim", () => {
    const disclosures = disclosuresOf(key.finish(sdJwtToSign(record)));
    const read = disclosures.map((text) => JSON.parse(Buffer.from(text, "base64url").toString()));
    expect(read).toEqual([
      ["2GLC42sKQveCfGfryNRN9w", "holder", "Công ty TNHH Rượu Hội An"],
      ["eluV5Og3gSNII8EYnsxA_A", "address", "12 Trần Phú, Hội An"],
      ["6Ij7tM-a5iVPGboS5tmvVA", "tax_id", "4001234567"],
    ]);
  });

  it("carries each disclosure's digest, in an order that tells nothing", async () => {
    const licence = key.finish(sdJwtToSign(record));
    const digests = disclosuresOf(licence).map((text) =>
      createHash("sha256").update(text).digest("base64url"),
    );
    const { _sd } = await payloadOf(licence);
    expect(_sd).toEqual(digests.toSorted());
  });

  it("differs in nothing but the signature when it is signed again", () => {
    const unsigned = () => key.finish(sdJwtToSign(record)).replace(/\.[^.~]+~/, "~");
    expect(unsigned()).toBe(unsigned());
  });

  it("has no digests when nothing is selective", async () => {
    const open = licenceRecord(key.kid, {
      holder: { name: "A", disclosure: "always", printed: true },
      claims: [],
      salts: {},
    });
    const licence = key.finish(sdJwtToSign(open));
    expect(licence.endsWith("~") && disclosuresOf(licence).length === 0).toBe(true);
    expect(await payloadOf(licence)).toMatchObject({ holder: "A" });
    expect(await payloadOf(licence)).not.toHaveProperty("_sd_alg");
  });

  it("binds the licence to the holder's key without its private part", async () => {
    const holder = signer().jwk;
    const cnf = { ...holder, d: "secret" };
    const payload = await payloadOf(key.finish(sdJwtToSign(licenceRecord(key.kid, { cnf }))));
    const { kty, crv, x, y } = holder;
    expect(payload["cnf"]).toEqual({ jwk: { kty, crv, x, y } });
  });

  it("is not signed by another key than it names", async () => {
    await expect(signToken(sdJwtToSign(record), signer())).rejects.toThrow(/names the key/);
  });

  it("is not assembled with a signature in DER", () => {
    expect(() => sdJwtToSign(record).assemble(new Uint8Array(71))).toThrow(RangeError);
  });
});
