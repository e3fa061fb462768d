import { calculateJwkThumbprint } from "jose";
import { describe, expect, it } from "vitest";
import { keySet } from "../../../shared/signing/key-set.ts";
import { thumbprint } from "../../../shared/signing/thumbprint.ts";
import { signer } from "../licence/issuer.ts";

const { jwk } = signer();
const BOUND = { iss: "https://licences.example", purpose: "licences" } as const;

describe("a public key", () => {
  it("is named as jose names it (RFC 7638)", async () => {
    expect(thumbprint(jwk)).toBe(await calculateJwkThumbprint({ ...jwk }));
  });

  it("is published once, for what it signs only, and without anything private", () => {
    const { kty, crv, x, y } = jwk;
    const kid = thumbprint(jwk);
    const expected = { kty, crv, x, y, kid, alg: "ES256", use: "sig", ...BOUND };
    const withPrivate = { ...jwk, d: "secret" };
    const twice = [withPrivate, jwk].map((publicKey) => ({ publicKey, ...BOUND }));
    expect(keySet(twice)).toEqual({ keys: [expected] });
  });

  it("is published beside the others, in the order given", () => {
    const next = signer().jwk;
    const both = [jwk, next].map((publicKey) => ({ publicKey, ...BOUND }));
    expect(keySet(both).keys.map(({ kid }) => kid)).toEqual([jwk.kid, next.kid]);
  });
});
