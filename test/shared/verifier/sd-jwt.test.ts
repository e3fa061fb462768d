import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sdJwtToSign } from "../../../shared/licence/sd-jwt.ts";
import { KeySetError } from "../../../shared/verifier/keys.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import { verify as verifyByWebCrypto } from "../../../shared/verifier/primitives/webcrypto.ts";
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
const keys = { keys: [key.jwk] };
const record = licenceRecord(key.kid);
const licence = key.finish(sdJwtToSign(record));
const statusList = statusListJwt(key);
const given = { licence, keys, statusList, at: NOW };
const HEADER = { alg: "ES256", typ: "dc+sd-jwt", kid: key.kid };

/** A payload that lacks nothing, as a starting point for those that do. */
const PAYLOAD = {
  iss: ISSUER,
  vct: record.vct,
  iat: ISSUED,
  exp: ISSUED + DAY,
  status: { status_list: { idx: 1, uri: LIST } },
};

/** What is answered to a licence that the issuer really signed, whatever is in it. */
async function reasonFor(
  payload: object | string,
  disclosures: string[] = [],
  header: object | string = HEADER,
) {
  const text = `${[key.jws(header, payload), ...disclosures].join("~")}~`;
  const verdict = await verify({ ...given, licence: text });
  return verdict.kind === "valid" ? "valid" : `${verdict.kind}: ${verdict.reason}`;
}

describe("a genuine SD-JWT licence", () => {
  it("is valid, and tells who, what, until when, and as of when", async () => {
    expect(await verify(given)).toEqual({
      kind: "valid",
      statusAsOf: ISSUED * 1000,
      licence: {
        issuer: ISSUER,
        type: record.vct,
        number: "12/GP-UBND",
        titles: record.titles,
        holder: "Công ty TNHH Rượu Hội An",
        issuedAt: ISSUED * 1000,
        until: record.exp * 1000,
        status: { uri: LIST, index: 4711 },
        claims: { premises: 2, address: "12 Trần Phú, Hội An", tax_id: "4001234567" },
      },
    });
  });

  it("is judged alike by WebCrypto", async () => {
    expect(await verifyByWebCrypto(given)).toEqual(await verify(given));
  });

  it("is read from a file's bytes as from a text", async () => {
    expect(await verify({ ...given, licence: Buffer.from(licence) })).toEqual(await verify(given));
  });

  it("stays valid without what the holder withholds", async () => {
    const [jws, ...disclosures] = licence.split("~");
    const shown = disclosures.filter((_, i) => i === 1);
    const verdict = await verify({ ...given, licence: `${[jws, ...shown].join("~")}~` });
    expect(verdict).toMatchObject({
      kind: "valid",
      licence: { holder: undefined, claims: { premises: 2, address: "12 Trần Phú, Hội An" } },
    });
  });

  it("is the same to every verifier that was given the same", async () => {
    expect(await verify({ ...given })).toEqual(await verify({ ...given, keys: { ...keys } }));
  });

  it("may disclose within what is disclosed, and elements of a list", async () => {
    const street = disclosed("salt-1", "street", "Trần Phú");
    const address = disclosed("salt-2", "address", { _sd: [street.digest] });
    const first = disclosed("salt-3", "wine");
    const withheld = disclosed("salt-4", "beer");
    const payload = {
      ...PAYLOAD,
      _sd: [address.digest],
      goods: [{ "...": first.digest }, { "...": withheld.digest }, "vodka"],
    };
    const text = `${[key.jws(HEADER, payload), street.text, address.text, first.text].join("~")}~`;
    expect(await verify({ ...given, licence: text })).toMatchObject({
      kind: "valid",
      licence: { claims: { address: { street: "Trần Phú" }, goods: ["wine", "vodka"] } },
    });
  });
});

describe("the time by which a licence is judged", () => {
  const end = record.exp * 1000;
  const list = statusListJwt(key, { iat: record.exp - 60, exp: record.exp + DAY });
  const nbf = ISSUED + 2 * DAY;
  const later = key.finish(sdJwtToSign(licenceRecord(key.kid, { nbf })));
  const listThen = statusListJwt(key, { iat: ISSUED + DAY, exp: nbf + DAY });

  it.each([
    ["valid until just before its end", licence, end - 1, list, "valid"],
    ["expired from its end on", licence, end, list, "expired"],
    ["not yet valid before it begins", later, nbf * 1000 - 1, listThen, "not-yet-valid"],
    ["valid from its beginning on", later, nbf * 1000, listThen, "valid"],
    ["expired at no time at all", licence, Number.NaN, list, "expired"],
    ["believed if issued a minute from now", licence, (ISSUED - 60) * 1000, statusList, "valid"],
    ["not yet valid if issued later", licence, (ISSUED - 61) * 1000, statusList, "not-yet-valid"],
  ])("finds it %s", async (_, text, at, status, kind) => {
    const verdict = await verify({ licence: text, keys, statusList: status, at });
    expect(verdict.kind).toBe(kind);
  });
});

describe("a JWS header is refused that", () => {
  it.each<[string, object | string, string]>([
    ["has no signature at all", { ...HEADER, alg: "none" }, "malformed: algorithm"],
    ["names a symmetric algorithm", { ...HEADER, alg: "HS256" }, "malformed: algorithm"],
    ["names another curve", { ...HEADER, alg: "ES384" }, "malformed: algorithm"],
    ["names no algorithm", { typ: HEADER.typ, kid: key.kid }, "malformed: algorithm"],
    ["is of another type", { ...HEADER, typ: "JWT" }, "malformed: type_header"],
    ["is a status list's", { ...HEADER, typ: "statuslist+jwt" }, "malformed: type_header"],
    ["has no type", { alg: "ES256", kid: key.kid }, "malformed: type_header"],
    ["names no key", { alg: "ES256", typ: HEADER.typ }, "malformed: key_id_missing"],
    ["names its key by a number", { ...HEADER, kid: 1 }, "malformed: key_id_missing"],
    ["brings a key", { ...HEADER, jwk: key.jwk }, "malformed: key_in_header"],
    ["fetches a key", { ...HEADER, jku: "https://a.example" }, "malformed: key_in_header"],
    ["fetches a certificate", { ...HEADER, x5u: "https://a.example" }, "malformed: key_in_header"],
    ["brings a certificate", { ...HEADER, x5c: ["MII="] }, "malformed: key_in_header"],
    [
      "demands an extension",
      { ...HEADER, crit: ["b64"], b64: false },
      "malformed: critical_header",
    ],
    ["demands nothing, expressly", { ...HEADER, crit: [] }, "malformed: critical_header"],
    [
      "says its algorithm twice",
      `{"alg":"none","alg":"ES256","typ":"dc+sd-jwt","kid":"${key.kid}"}`,
      "malformed: json_duplicate_member",
    ],
    // RFC 7519 section 5.3: they would have to be the payload's.
    ["names an issuer", { ...HEADER, iss: "https://other.example" }, "malformed: claims"],
    ["names a subject", { ...HEADER, sub: "x" }, "malformed: claims"],
    ["names an audience", { ...HEADER, aud: "x" }, "malformed: claims"],
    ["is no object", "[]", "malformed: json"],
  ])("%s", async (_, header, reason) => {
    expect(await reasonFor(PAYLOAD, [], header)).toBe(reason);
  });
});

describe("a signed payload is refused that", () => {
  const { exp, ...endless } = PAYLOAD;
  const { vct, ...untyped } = PAYLOAD;
  const { iss, ...anonymous } = PAYLOAD;

  it.each<[string, object | string, string]>([
    ["has no end", endless, "malformed: expiry_missing"],
    ["ends at no time", { ...PAYLOAD, exp: "tomorrow" }, "malformed: claims"],
    ["ends at null", { ...PAYLOAD, exp: null }, "malformed: claims"],
    ["ends after the calendar", { ...PAYLOAD, exp: 1e300 }, "malformed: claims"],
    ["ends at infinity", '{"exp":1e999}', "malformed: claims"],
    ["begins at no time", { ...PAYLOAD, nbf: "now" }, "malformed: claims"],
    ["has no type", untyped, "malformed: claims"],
    ["has no issuer", anonymous, "malformed: claims"],
    ["is for someone (RFC 7519 section 4.1.3)", { ...PAYLOAD, aud: ISSUER }, "malformed: claims"],
    ["is for some", { ...PAYLOAD, aud: [ISSUER] }, "malformed: claims"],
    ["has an empty number", { ...PAYLOAD, number: "" }, "malformed: claims"],
    [
      "has a status without an address",
      { ...PAYLOAD, status: { status_list: { idx: 1 } } },
      "malformed: claims",
    ],
    [
      "has a status below zero",
      { ...PAYLOAD, status: { status_list: { idx: -1, uri: LIST } } },
      "malformed: claims",
    ],
    [
      "has a fraction of a status",
      { ...PAYLOAD, status: { status_list: { idx: 0.5, uri: LIST } } },
      "malformed: claims",
    ],
    ["says something twice", `{"exp":1,"\\u0065xp":2}`, "malformed: json_duplicate_member"],
    ["says something twice further in", `{"a":{"b":1,"b":1}}`, "malformed: json_duplicate_member"],
    ["is no object", "[]", "malformed: json"],
    ["is no JSON", "{", "malformed: json"],
    ["begins with a byte order mark", `\ufeff${JSON.stringify(PAYLOAD)}`, "malformed: json"],
    ["is nested without end", "[".repeat(5000) + "]".repeat(5000), "malformed: json"],
    ["hides by another digest", { ...PAYLOAD, _sd_alg: "md5" }, "malformed: digest_algorithm"],
    [
      "names its digest algorithm further in",
      { ...PAYLOAD, a: { _sd_alg: "sha-256" } },
      "malformed: claims",
    ],
    ["has digests that are no list", { ...PAYLOAD, _sd: "x" }, "malformed: claims"],
    ["has a digest that is no text", { ...PAYLOAD, _sd: [1] }, "malformed: claims"],
    ["repeats a digest", { ...PAYLOAD, _sd: ["x", "x"] }, "malformed: digest_repeated"],
    [
      "repeats a digest elsewhere",
      { ...PAYLOAD, _sd: ["x"], a: [{ "...": "x" }] },
      "malformed: digest_repeated",
    ],
    [
      "has an element beside its digest",
      { ...PAYLOAD, a: [{ "...": "x", b: 1 }] },
      "malformed: claims",
    ],
    ["has an ellipsis for a name", { ...PAYLOAD, "...": "x" }, "malformed: claims"],
  ])("%s", async (_, payload, reason) => {
    expect(await reasonFor(payload)).toBe(reason);
  });
});

describe("a disclosure is refused that", () => {
  const named = disclosed("salt", "colour", "red");

  it("the issuer did not sign", async () => {
    expect(await reasonFor(PAYLOAD, [named.text])).toBe("altered: disclosure_unreferenced");
  });

  it("is shown twice", async () => {
    const payload = { ...PAYLOAD, _sd: [named.digest] };
    expect(await reasonFor(payload, [named.text, named.text])).toBe(
      "malformed: disclosure_repeated",
    );
  });

  it("would replace an open claim", async () => {
    const payload = { ...PAYLOAD, colour: "blue", _sd: [named.digest] };
    expect(await reasonFor(payload, [named.text])).toBe("malformed: disclosure_shadows");
  });

  it("would replace another disclosed claim", async () => {
    const other = disclosed("salt-2", "colour", "blue");
    const payload = { ...PAYLOAD, _sd: [named.digest, other.digest] };
    expect(await reasonFor(payload, [named.text, other.text])).toBe(
      "malformed: disclosure_shadows",
    );
  });

  it.each(["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "vct", "status"])(
    "hides the registered claim %s",
    async (name) => {
      const hidden = disclosed("salt", name, ISSUED + 10 * DAY);
      const payload = { ...PAYLOAD, _sd: [hidden.digest] };
      expect(await reasonFor(payload, [hidden.text])).toBe("malformed: disclosure_registered");
    },
  );

  it.each<[string, unknown[]]>([
    ["has a name that is no text", ["salt", 1, "red"]],
    ["has a salt that is no text", [1, "colour", "red"]],
    ["has four parts", ["salt", "colour", "red", "blue"]],
    ["has one part", ["salt"]],
    ["is a claim named like digests", ["salt", "_sd", []]],
    ["is a claim named like an element", ["salt", "...", "x"]],
    ["is a claim named __proto__", ["salt", "__proto__", {}]],
    ["is an element where a claim belongs", ["salt", "red"]],
  ])("%s", async (_, parts) => {
    const wrong = disclosed(...parts);
    const payload = { ...PAYLOAD, _sd: [wrong.digest] };
    expect(await reasonFor(payload, [wrong.text])).toBe("malformed: disclosure");
  });

  // Judged before the signature: anyone who knows a key's name could have sent it.
  it("nests with others deeper than the stack, whoever signed it", async () => {
    const texts: string[] = [];
    let element = "1";
    while (texts.join("~").length < 60_000) {
      texts.push(base64url(`["",${"[".repeat(26)}${element}${"]".repeat(26)}]`));
      element = `{"...":"${hash("sha256", texts.at(-1)!, "base64url")}"}`;
    }
    const payload = JSON.stringify({ ...PAYLOAD, list: [] }).replace("[]", `[${element}]`);
    expect(await reasonFor(payload, texts)).toBe("malformed: json");

    const forged = key.jws(HEADER, payload).replace(/.{86}$/, "A".repeat(86));
    const verdict = await verify({ ...given, licence: [forged, ...texts, ""].join("~") });
    expect(verdict).toEqual({ kind: "altered", reason: "signature" });
  });

  it("is a claim where an element belongs", async () => {
    const payload = { ...PAYLOAD, list: [{ "...": named.digest }] };
    expect(await reasonFor(payload, [named.text])).toBe("malformed: disclosure");
  });

  it("says something twice", async () => {
    const text = base64url('["salt","colour",{"a":1,"a":2}]');
    const payload = { ...PAYLOAD, _sd: [hash("sha256", text, "base64url")] };
    expect(await reasonFor(payload, [text])).toBe("malformed: json_duplicate_member");
  });
});

describe("a text is refused that", () => {
  const [header, payload, signature] = licence.split("~")[0]!.split(".");
  const rest = licence.slice(licence.indexOf("~"));

  it.each<[string, string, string]>([
    ["is empty", "", "form"],
    ["is a plain JWS", licence.split("~")[0]!, "form"],
    ["has two parts", `${header}.${payload}${rest}`, "form"],
    ["has four parts", `${header}.${payload}.${signature}.AA${rest}`, "form"],
    ["is padded", `${header}.${payload}.${signature}==${rest}`, "base64url"],
    ["has white space in it", `${header}.${payload}. ${signature}${rest}`, "base64url"],
    ["ends in a line break", `${licence}\n`, "form"],
    ["has an empty disclosure", licence.replace("~", "~~"), "json"],
    ["is longer than any licence", licence + "A".repeat(70_000), "too_long"],
  ])("%s", async (_, text, reason) => {
    expect(await verify({ ...given, licence: text })).toEqual({ kind: "malformed", reason });
  });

  it("spells the signature's last bits otherwise", async () => {
    const next = String.fromCharCode(signature!.charCodeAt(85) + 1);
    const twin = signature!.slice(0, 85) + next;
    expect(Buffer.from(twin, "base64url")).toEqual(Buffer.from(signature!, "base64url"));
    expect(await verify({ ...given, licence: `${header}.${payload}.${twin}${rest}` })).toEqual({
      kind: "malformed",
      reason: "base64url",
    });
  });
});

describe("the key that signed", () => {
  it("is unknown when the key set has not got it", async () => {
    const foreign = { keys: [signer().jwk] };
    expect(await verify({ ...given, keys: foreign })).toEqual({
      kind: "unknown-issuer",
      reason: "key_unknown",
    });
  });

  it("is not the one that it pretends to be", async () => {
    const forger = signer();
    const forged = forger.finish(sdJwtToSign(record));
    expect(await verify({ ...given, licence: forged })).toEqual({
      kind: "altered",
      reason: "signature",
    });
  });

  it("is of an issuer who is not believed", async () => {
    expect(await verify({ ...given, issuers: ["https://other.example"] })).toEqual({
      kind: "unknown-issuer",
      reason: "issuer_unknown",
    });
  });

  it("is of an issuer who is believed", async () => {
    expect((await verify({ ...given, issuers: [ISSUER] })).kind).toBe("valid");
  });

  it.each<[string, object]>([
    ["of another algorithm", { alg: "ES384" }],
    ["for encryption", { use: "enc" }],
    ["that may not verify", { key_ops: ["sign"] }],
    ["of another curve", { crv: "P-384" }],
    ["of another kind", { kty: "OKP" }],
    ["with a short coordinate", { x: "AAAA" }],
    ["that is not kept to itself", { d: key.jwk.x }],
  ])("is not taken from a published key %s", async (_, change) => {
    const set = { keys: [{ ...key.jwk, ...change }] };
    expect(await verify({ ...given, keys: set })).toMatchObject({ reason: "key_unknown" });
  });

  it.each<[string, unknown]>([
    ["is no key set", {}],
    ["is nothing", undefined],
    ["has two keys of one name", { keys: [key.jwk, { ...signer().jwk, kid: key.kid }] }],
    ["has one key for two issuers", { keys: [{ ...key.jwk, iss: ISSUER }, key.jwk] }],
    [
      "has one key for two purposes",
      {
        keys: [
          { ...key.jwk, purpose: "status-lists" },
          { ...key.jwk, purpose: "licences" },
        ],
      },
    ],
    ["has a key beside the curve", { keys: [{ ...key.jwk, y: key.jwk.x }] }],
  ])("cannot be looked up when the set %s", async (_, set) => {
    await expect(verify({ ...given, keys: set as never })).rejects.toThrow(KeySetError);
  });

  it("may be listed twice, if it is the same", async () => {
    const twice = { keys: [key.jwk, { ...key.jwk }] };
    expect((await verify({ ...given, keys: twice })).kind).toBe("valid");
  });

  it("may be one of several, before and after a rotation", async () => {
    const next = signer();
    const both = { keys: [key.jwk, next.jwk] };
    const newer = next.finish(sdJwtToSign(licenceRecord(next.kid)));
    expect((await verify({ ...given, keys: both })).kind).toBe("valid");
    expect((await verify({ ...given, keys: both, licence: newer })).kind).toBe("valid");
  });
});

describe("tampering", () => {
  it("by taking the signature away is seen", async () => {
    const unsigned = licence.replace(/\.[^.~]+~/, ".~");
    expect(await verify({ ...given, licence: unsigned })).toEqual({
      kind: "altered",
      reason: "signature",
    });
  });

  it("with any character never yields a valid licence", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(licence.length - 1), fc.nat(127), async (at, code) => {
        const other = String.fromCharCode(code);
        fc.pre(other !== licence[at]);
        const tampered = licence.slice(0, at) + other + licence.slice(at + 1);
        const verdict = await verify({ ...given, licence: tampered });
        expect(["altered", "malformed", "unknown-issuer"]).toContain(verdict.kind);
      }),
      { numRuns: 1000 },
    );
  });

  it("by cutting off never yields a valid licence with other claims", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(licence.length - 1), async (length) => {
        const verdict = await verify({ ...given, licence: licence.slice(0, length) });
        if (verdict.kind !== "valid") return;
        // Withholding is the holder's right: only whole disclosures are missing then.
        expect(licence[length - 1]).toBe("~");
      }),
      { numRuns: 300 },
    );
  });

  it("with a whole text is answered, and never thrown over", async () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.base64String(), fc.json());
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.constantFrom(".", "~", ""), async (parts, by) => {
        const verdict = await verify({ ...given, licence: parts.join(by) });
        expect(verdict.kind).toBe("malformed");
      }),
    );
  });
});
