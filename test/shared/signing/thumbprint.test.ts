import { calculateJwkThumbprint } from "jose";
import { describe, expect, it } from "vitest";
import { keySet } from "../../../shared/signing/key-set.ts";
import { thumbprint } from "../../../shared/signing/thumbprint.ts";
import { signer } from "../licence/issuer.ts";

const { jwk } = signer();

describe("a public key", () => {
  it("is named as jose names it (RFC 7638)", async () => {
    expect(thumbprint(jwk)).toBe(await calculateJwkThumbprint({ ...jwk }));
  });

  it("is published once, for signatures only, and without anything private", () => {
    const { kty, crv, x, y } = jwk;
    const expected = { kty, crv, x, y, kid: thumbprint(jwk), alg: "ES256", use: "sig" };
    const withPrivate = { ...jwk, d: "secret" };
    expect(keySet([withPrivate, jwk])).toEqual({ keys: [expected] });
  });

  it("is published beside the others, in the order given", () => {
    const next = signer().jwk;
    expect(keySet([jwk, next]).keys.map(({ kid }) => kid)).toEqual([jwk.kid, next.kid]);
  });
});
