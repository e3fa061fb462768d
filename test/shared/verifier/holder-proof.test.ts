import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sdJwtToSign } from "../../../shared/licence/sd-jwt.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import { verify as verifyByWebCrypto } from "../../../shared/verifier/primitives/webcrypto.ts";
import { ISSUER, licenceRecord, NOW, signer, statusListJwt } from "../licence/issuer.ts";

const issuer = signer();
const holder = signer();
const { kty, crv, x, y } = holder.jwk;
const bound = issuer.finish(sdJwtToSign(licenceRecord(issuer.kid, { cnf: { kty, crv, x, y } })));
const unbound = issuer.finish(sdJwtToSign(licenceRecord(issuer.kid)));
const challenge = { audience: "https://police.example", nonce: "n-1" };
const HEADER = { alg: "ES256", typ: "kb+jwt" };
const given = {
  keys: { keys: [issuer.jwk] },
  statusList: statusListJwt(issuer),
  at: NOW,
};

/** A proof over a licence, right in everything that is not changed. */
function proof(
  licence: string,
  changes: object = {},
  header: object = HEADER,
  by = holder,
): string {
  return by.jws(header, {
    iat: NOW / 1000,
    aud: challenge.audience,
    nonce: challenge.nonce,
    sd_hash: hash("sha256", licence, "base64url"),
    ...changes,
  });
}

async function answer(licence: string) {
  const verdict = await verify({ ...given, licence, challenge });
  return verdict.kind === "valid" ? "valid" : `${verdict.kind}: ${verdict.reason}`;
}

describe("the holder's proof", () => {
  it("makes a licence valid for whoever asked", async () => {
    expect(await answer(bound + proof(bound))).toBe("valid");
  });

  it("is judged alike by WebCrypto", async () => {
    const licence = bound + proof(bound);
    expect((await verifyByWebCrypto({ ...given, licence, challenge })).kind).toBe("valid");
  });

  it("is not needed where nobody asks", async () => {
    expect((await verify({ ...given, licence: bound })).kind).toBe("valid");
  });

  it("may be old where nobody asks, and must still be the holder's", async () => {
    const old = { iat: NOW / 1000 - 86_400 };
    const asked = { ...given, challenge: undefined };
    const own = await verify({ ...asked, licence: bound + proof(bound, old) });
    const other = await verify({ ...asked, licence: bound + proof(bound, old, HEADER, signer()) });
    expect([own.kind, other.kind]).toEqual(["valid", "altered"]);
  });

  it("is of no use for a licence that gives its key away, or none of its curve", async () => {
    for (const jwk of [
      { ...holder.jwk, d: x },
      { ...holder.jwk, y: x },
      { ...holder.jwk, x: [x] },
    ]) {
      const payload = { iss: ISSUER, vct: "x", exp: NOW / 1000 + 1, cnf: { jwk } };
      const licence = `${issuer.jws({ alg: "ES256", typ: "dc+sd-jwt", kid: issuer.kid }, payload)}~`;
      expect(await answer(licence + proof(licence))).toBe("malformed: holder_key");
    }
  });

  it.each([
    ["has expired", { exp: NOW / 1000 }, "malformed"],
    ["is for later", { nbf: NOW / 1000 + 1 }, "malformed"],
    ["is about to expire", { exp: NOW / 1000 + 1, nbf: NOW / 1000 }, "valid"],
  ])("is judged by its own times even where nobody asks: one that %s", async (_, times, kind) => {
    const licence = bound + proof(bound, times);
    expect((await verify({ ...given, licence })).kind).toBe(kind);
  });

  it.each<[string, () => string, string]>([
    ["is missing", () => bound, "malformed: holder_proof_missing"],
    ["is another's", () => bound + proof(bound, {}, HEADER, signer()), "altered: holder_signature"],
    ["is about a licence bound to nobody", () => unbound + proof(unbound), "malformed: holder_key"],
    ["is about other disclosures", () => bound + proof(`${bound}x~`), "malformed: holder_proof"],
    [
      "is of later",
      () => bound + proof(bound, { iat: NOW / 1000 + 61 }),
      "malformed: holder_proof",
    ],
    ["is of no time", () => bound + proof(bound, { iat: undefined }), "malformed: holder_proof"],
    [
      "has expired (RFC 7519 section 4.1.4)",
      () => bound + proof(bound, { exp: NOW / 1000 }),
      "malformed: holder_proof",
    ],
    [
      "must not be taken yet (RFC 7519 section 4.1.5)",
      () => bound + proof(bound, { nbf: NOW / 1000 + 1 }),
      "malformed: holder_proof",
    ],
    ["ends in words", () => bound + proof(bound, { exp: "never" }), "malformed: claims"],
    ["is for nobody", () => bound + proof(bound, { aud: undefined }), "malformed: holder_proof"],
    ["is for another", () => bound + proof(bound, { aud: "x" }), "malformed: holder_proof_other"],
    [
      "is an earlier answer",
      () => bound + proof(bound, { nonce: "n-0" }),
      "malformed: holder_proof_other",
    ],
    [
      "is too old",
      () => bound + proof(bound, { iat: NOW / 1000 - 301 }),
      "malformed: holder_proof_other",
    ],
    [
      "is of another type",
      () => bound + proof(bound, {}, { ...HEADER, typ: "JWT" }),
      "malformed: type_header",
    ],
    [
      "is not signed",
      () => bound + proof(bound, {}, { ...HEADER, alg: "none" }),
      "malformed: algorithm",
    ],
  ])("is refused when it %s", async (_, licence, reason) => {
    expect(await answer(licence())).toBe(reason);
  });

  it("does not survive that a claim is taken away under it", async () => {
    const [jws, , ...rest] = bound.split("~");
    expect(await answer([jws, ...rest].join("~") + proof(bound))).toBe("malformed: holder_proof");
  });
});
