/**
 * Every alteration of one character or byte, at every place of a licence: none is thrown over, and
 * none is valid, unless it is a spelling of the same (of a deflated stream there are several).
 */
import { hash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { cwtToSign } from "../../../shared/licence/cwt.ts";
import { qrContent } from "../../../shared/licence/qr.ts";
import { sdJwtToSign } from "../../../shared/licence/sd-jwt.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import type { VerificationRequest } from "../../../shared/verifier/verify.ts";
import { licenceRecord, NOW, signer, statusListJwt } from "../licence/issuer.ts";

const issuer = signer();
const holder = signer();
const { kty, crv, x, y } = holder.jwk;
const keys = { keys: [issuer.jwk] };
const given = { keys, statusList: statusListJwt(issuer), at: NOW };
const sdJwt = issuer.finish(sdJwtToSign(licenceRecord(issuer.kid, { cnf: { kty, crv, x, y } })));
const cwt = issuer.finish(cwtToSign(licenceRecord(issuer.kid)));
const challenge = { audience: "https://police.example", nonce: "n-1" };
const proof = holder.jws(
  { alg: "ES256", typ: "kb+jwt" },
  {
    iat: NOW / 1000,
    aud: challenge.audience,
    nonce: challenge.nonce,
    sd_hash: hash("sha256", sdJwt, "base64url"),
  },
);

type Sequence = string | Uint8Array;

/** Each bit turned, each taken away, each doubled, and others put before it. */
const ALTERATIONS = [
  ...Array.from({ length: 8 }, (_, bit) => (code: number) => [code ^ (1 << bit)]),
  () => [],
  (code: number) => [code, code],
  ...[0x00, 0x20, 0x2e, 0x41, 0x7e, 0xff].map((other) => (code: number) => [other, code]),
];

function* alterationsOf<Whole extends Sequence>(whole: Whole, from = 0): Generator<Whole> {
  for (let at = from; at < whole.length; at++) {
    for (const alter of ALTERATIONS) {
      const code = typeof whole === "string" ? whole.charCodeAt(at) : whole[at]!;
      const codes = alter(code as number);
      yield (
        typeof whole === "string"
          ? whole.slice(0, at) + String.fromCharCode(...codes) + whole.slice(at + 1)
          : Uint8Array.from([...whole.subarray(0, at), ...codes, ...whole.subarray(at + 1)])
      ) as Whole;
    }
  }
}

/** What each alteration is answered, but for those that say the same as the genuine licence; and how many there were. */
async function answersTo(altered: Iterable<Sequence>, genuine: VerificationRequest) {
  const expected = await verify(genuine);
  expect(expected.kind).toBe("valid");
  const kinds = new Set<string>();
  let tried = 0;
  for (const licence of altered) {
    const verdict = await verify({ ...genuine, licence });
    if (verdict.kind === "valid") expect(verdict).toEqual(expected);
    kinds.add(verdict.kind);
    tried++;
  }
  return { kinds: [...kinds].sort(), tried };
}

const REFUSED = ["altered", "malformed", "unknown-issuer"];
const EACH = ALTERATIONS.length;

describe("no alteration of one place is valid", () => {
  it("of an SD-JWT", async () => {
    const answers = await answersTo(alterationsOf(sdJwt), { ...given, licence: sdJwt });
    expect(answers).toEqual({ kinds: REFUSED, tried: sdJwt.length * EACH });
  });

  it("of the holder's proof after it", async () => {
    const licence = sdJwt + proof;
    const altered = alterationsOf(licence, sdJwt.length);
    const answers = await answersTo(altered, { ...given, licence, challenge });
    expect(answers).toEqual({ kinds: ["altered", "malformed"], tried: proof.length * EACH });
  });

  it("of a CWT", async () => {
    const answers = await answersTo(alterationsOf(cwt), { ...given, licence: cwt });
    expect(answers).toEqual({ kinds: REFUSED, tried: cwt.length * EACH });
  });

  it("of a CWT in a deflated stream, unless it inflates to the same", async () => {
    const licence = deflateSync(cwt);
    const { kinds, tried } = await answersTo(alterationsOf(licence), { ...given, licence });
    expect(REFUSED).toEqual(expect.arrayContaining(kinds.filter((kind) => kind !== "valid")));
    expect(tried).toBe(licence.length * EACH);
  });

  it("of a QR code, unless it inflates to the same", async () => {
    const licence = qrContent(cwt, "licences.example");
    const digits = licence.indexOf("#") + 1;
    const altered = alterationsOf(licence, digits);
    const { kinds, tried } = await answersTo(altered, { ...given, licence });
    expect(REFUSED).toEqual(expect.arrayContaining(kinds.filter((kind) => kind !== "valid")));
    expect(tried).toBe((licence.length - digits) * EACH);
  });
});
