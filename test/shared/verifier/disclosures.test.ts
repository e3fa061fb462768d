import { describe, expect, it } from "vitest";
import { digestOf, disclose } from "../../../shared/verifier/disclosures.ts";
import { base64url } from "../licence/issuer.ts";

/** Disclosures and digests that RFC 9901 prints, in sections 4.2.3 and 5.1. */
const PRINTED = {
  given_name: [
    "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd",
    "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4",
  ],
  family_name: [
    "WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwgImZhbWlseV9uYW1lIiwgIkRvZSJd",
    "TGf4oLbgwd5JQaHyKVQZU9UdGE0w5rtDsrZzfUaomLo",
  ],
  email: [
    "WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwgImVtYWlsIiwgImpvaG5kb2VAZXhhbXBsZS5jb20iXQ",
    "JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE",
  ],
  "a name that is not ASCII": [
    "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
    "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
  ],
  "an element": [
    "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0",
    "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs",
  ],
} as const satisfies Record<string, readonly [string, string]>;

function shown(...names: (keyof typeof PRINTED)[]): string[] {
  return names.map((name) => PRINTED[name][0]);
}

function payload(claims: object): string {
  return base64url(JSON.stringify(claims));
}

describe("the disclosures that RFC 9901 prints", () => {
  it.each(Object.entries(PRINTED))("have the digest printed: %s", (_, [disclosure, digest]) => {
    expect(digestOf(disclosure)).toBe(digest);
  });

  it("say what is shown, and nothing of the rest", () => {
    const _sd = [PRINTED.given_name[1], PRINTED.family_name[1], PRINTED.email[1]];
    expect(disclose(payload({ _sd, _sd_alg: "sha-256" }), shown("given_name", "email"))).toEqual({
      _sd,
      _sd_alg: "sha-256",
      given_name: "John",
      email: "johndoe@example.com",
    });
  });

  it("are elements where they stand for one", () => {
    const nationalities = [{ "...": PRINTED["an element"][1] }, { "...": "decoy" }];
    expect(disclose(payload({ nationalities }), shown("an element"))).toEqual({
      nationalities: ["FR"],
    });
  });
});
