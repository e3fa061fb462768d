import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CborValue, encodeCbor, encodeTagged } from "../../../shared/licence/cbor.ts";
import { coseToSign } from "../../../shared/licence/cose.ts";
import { cwtToSign } from "../../../shared/licence/cwt.ts";
import { qrContent } from "../../../shared/licence/qr.ts";
import { emptyStatusList, withStatuses } from "../../../shared/status-list/list.ts";
import { statusListCwtToSign } from "../../../shared/status-list/token.ts";
import { signatureStructure } from "../../../shared/verifier/cose.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import { verify as verifyByWebCrypto } from "../../../shared/verifier/primitives/webcrypto.ts";
import {
  DAY,
  ISSUED,
  ISSUER,
  LIST,
  licenceRecord,
  listContent,
  NOW,
  signer,
  statusListJwt,
} from "../licence/issuer.ts";

const key = signer();
const keys = { keys: [key.jwk] };
const record = licenceRecord(key.kid);
const cwt = key.finish(cwtToSign(record));
const qr = qrContent(cwt, "licences.example");
const statusList = statusListJwt(key);
const given = { licence: cwt as Uint8Array | string, keys, statusList, at: NOW };

type Claims = Map<number, CborValue>;

/** Claims that lack nothing, as a starting point for those that do. */
const CLAIMS: Claims = new Map<number, CborValue>([
  [1, ISSUER],
  [4, ISSUED + DAY],
  [6, ISSUED],
  [11, record.vct],
  [65535, { status_list: { idx: 1, uri: LIST } }],
]);
const HEADER: Claims = new Map<number, CborValue>([
  [1, -7],
  [4, Buffer.from(key.kid)],
]);

function without(claims: Claims, name: number): Claims {
  return new Map([...claims].filter(([key]) => key !== name));
}

function having(claims: Claims, name: number, value: CborValue): Claims {
  return new Map([...claims, [name, value]]);
}

/** A COSE_Sign1 that the issuer really signed, whatever is in it. */
async function signed(parts: {
  header?: Uint8Array;
  unprotected?: Claims;
  payload?: Uint8Array;
  tag?: number;
}): Promise<Uint8Array> {
  const { header = encodeCbor(HEADER), payload = encodeCbor(CLAIMS) } = parts;
  const { unprotected = new Map(), tag = 18 } = parts;
  const signature = await key.sign(signatureStructure(header, payload));
  return encodeTagged(tag, [header, unprotected, payload, signature]);
}

async function reasonFor(licence: string | Uint8Array): Promise<string> {
  const verdict = await verify({ ...given, licence });
  return verdict.kind === "valid" ? "valid" : `${verdict.kind}: ${verdict.reason}`;
}

describe("a genuine licence in CWT form", () => {
  it("is valid, and tells what was printed", async () => {
    expect(await verify(given)).toEqual({
      kind: "valid",
      statusAsOf: ISSUED * 1000,
      licence: {
        issuer: ISSUER,
        type: record.vct,
        number: "12/GP-UBND",
        holder: "Công ty TNHH Rượu Hội An",
        issuedAt: ISSUED * 1000,
        until: record.exp * 1000,
        status: { uri: LIST, index: 4711 },
        claims: { 4: "12 Trần Phú, Hội An", 6: 2 },
      },
    });
  });

  it.each<[string, string | Uint8Array]>([
    ["deflated", deflateSync(cwt)],
    ["tagged as CWT", Buffer.concat([Uint8Array.of(0xd8, 61), cwt])],
    ["as the text of a QR code", qr],
    ["as that text in a file", Buffer.from(qr)],
    ["as that text in small letters", qr.toLowerCase()],
    ["behind another host, which is not looked at", qr.replace("LICENCES", "FORGED")],
  ])("is the same %s", async (_, licence) => {
    expect(await verify({ ...given, licence })).toEqual(await verify(given));
  });

  it("is judged alike by WebCrypto", async () => {
    expect(await verifyByWebCrypto({ ...given, licence: qr })).toEqual(await verify(given));
  });

  it("may say its type by the number of CWT (RFC 9596)", async () => {
    expect(await reasonFor(await signed({ header: encodeCbor(having(HEADER, 16, 61)) }))).toBe(
      "valid",
    );
  });

  it("tells bytes in a permit's claim as JSON has them", async () => {
    const bytes = Buffer.from([0xde, 0xad]);
    const own = new Map<number, CborValue>([
      [4, bytes],
      [5, [bytes, { seal: bytes }]],
    ]);
    const licence = await signed({ payload: encodeCbor(having(CLAIMS, -65537, own)) });
    expect(await verify({ ...given, licence })).toMatchObject({
      licence: { claims: { 4: "3q0", 5: ["3q0", { seal: "3q0" }] } },
    });
  });

  it.each([
    ["valid", "valid"],
    ["invalid", "no-longer-in-force"],
    ["suspended", "suspended"],
  ] as const)("has the status %s of a list in CWT form: %s", async (status, kind) => {
    const list = withStatuses(emptyStatusList(2 ** 17), [[4711, status]]);
    const token = key.finish(statusListCwtToSign(listContent(key.kid, { list })));
    expect((await verify({ ...given, statusList: token })).kind).toBe(kind);
    expect((await verifyByWebCrypto({ ...given, statusList: token })).kind).toBe(kind);
  });
});

describe("a COSE header is refused that", () => {
  it.each<[string, Claims | Uint8Array, string]>([
    ["names another algorithm", having(HEADER, 1, -35), "algorithm"],
    ["names its algorithm by a text", having(HEADER, 1, "ES256"), "algorithm"],
    ["names no algorithm", without(HEADER, 1), "algorithm"],
    ["is empty", new Uint8Array(), "algorithm"],
    ["names no key", without(HEADER, 4), "key_id_missing"],
    ["names its key by a text", having(HEADER, 4, key.kid), "key_id_missing"],
    ["demands an extension", having(HEADER, 2, [99]), "critical_header"],
    ["brings a certificate", having(HEADER, 33, Buffer.from("x")), "key_in_header"],
    ["brings certificates", having(HEADER, 32, Buffer.from("x")), "key_in_header"],
    ["fetches a certificate", having(HEADER, 35, "https://a.example"), "key_in_header"],
    ["is of another type", having(HEADER, 16, "application/statuslist+cwt"), "type_header"],
    // RFC 9597 section 2: they would have to be the payload's.
    ["says claims", having(HEADER, 15, new Map([[1, "https://x.example"]])), "claims"],
    ["says no claims, expressly", having(HEADER, 15, new Map()), "claims"],
    ["says something twice", Uint8Array.of(0xa2, 1, 0x26, 1, 0x26), "cbor_duplicate_key"],
    ["is no map", Uint8Array.of(0x80), "form"],
  ])("%s", async (_, header, reason) => {
    const bytes = header instanceof Uint8Array ? header : encodeCbor(header);
    expect(await reasonFor(await signed({ header: bytes }))).toBe(`malformed: ${reason}`);
  });

  it("names its key where nothing protects it", async () => {
    const unprotected = new Map<number, CborValue>([[4, Buffer.from(key.kid)]]);
    const header = encodeCbor(without(HEADER, 4));
    expect(await reasonFor(await signed({ header, unprotected }))).toBe(
      "malformed: key_id_unprotected",
    );
  });

  it("has anything that nothing protects", async () => {
    const unprotected = new Map<number, CborValue>([[99, 1]]);
    expect(await reasonFor(await signed({ unprotected }))).toBe("malformed: unprotected_header");
  });
});

describe("a signed payload in CBOR is refused that", () => {
  it.each<[string, Claims | Uint8Array, string]>([
    ["has no end", without(CLAIMS, 4), "malformed: expiry_missing"],
    ["ends at no time", having(CLAIMS, 4, "tomorrow"), "malformed: claims"],
    ["has no issuer", without(CLAIMS, 1), "malformed: claims"],
    ["has no type", without(CLAIMS, 11), "malformed: claims"],
    ["has an issuer in bytes", having(CLAIMS, 1, Buffer.from("x")), "malformed: claims"],
    ["has a type in bytes", having(CLAIMS, 11, Buffer.from("x")), "malformed: claims"],
    [
      "has a number in bytes",
      having(CLAIMS, -65537, new Map([[1, Buffer.from("x")]])),
      "malformed: claims",
    ],
    ["is for someone (RFC 8392 section 3.1.3)", having(CLAIMS, 3, "x"), "malformed: claims"],
    [
      "has a claim that names what it says by 1 and by a text of it",
      having(
        CLAIMS,
        -65537,
        new Map([
          [
            4,
            new Map<string | number, CborValue>([
              [1, "a"],
              ["1", "b"],
            ]),
          ],
        ]),
      ),
      "malformed: claims",
    ],
    [
      "has a claim under a text, where numbers are",
      having(CLAIMS, -65537, new Map([["4", "a"]])),
      "malformed: claims",
    ],
    ["has a tag within", Uint8Array.of(0xa1, 4, 0xc1, 1), "malformed: cbor"],
    ["has a fraction within", Uint8Array.of(0xa1, 4, 0xf9, 0x3c, 0), "malformed: cbor"],
    ["has claims that are no map", having(CLAIMS, -65537, 1), "malformed: claims"],
    ["has a status that is no map", having(CLAIMS, 65535, 1), "malformed: claims"],
    ["has no status", without(CLAIMS, 65535), "status-unknown: status_reference_missing"],
    ["has expired", having(CLAIMS, 4, NOW / 1000), "expired: expired"],
    ["begins later", having(CLAIMS, 5, NOW / 1000 + 1), "not-yet-valid: not_before"],
    ["was issued later", having(CLAIMS, 6, NOW / 1000 + 61), "not-yet-valid: issued_later"],
    ["is no map", Uint8Array.of(0x01), "malformed: claims"],
    ["says something twice", Uint8Array.of(0xa2, 4, 1, 4, 2), "malformed: cbor_duplicate_key"],
    ["goes on after its end", Uint8Array.of(0xa0, 0), "malformed: cbor_trailing_bytes"],
  ])("%s", async (_, payload, reason) => {
    const bytes = payload instanceof Uint8Array ? payload : encodeCbor(payload);
    expect(await reasonFor(await signed({ payload: bytes }))).toBe(reason);
  });
});

describe("bytes are refused that", () => {
  const bomb = deflateSync(new Uint8Array(100_000));

  it.each<[string, () => Uint8Array | string | Promise<Uint8Array>, string]>([
    [
      "go on after the licence",
      () => Buffer.concat([cwt, Uint8Array.of(0)]),
      "cbor_trailing_bytes",
    ],
    [
      "go on after the stream",
      () => Buffer.concat([deflateSync(cwt), Uint8Array.of(0)]),
      "deflate",
    ],
    ["end within the stream", () => deflateSync(cwt).subarray(0, -1), "deflate"],
    [
      "have a wrong checksum",
      () => deflateSync(cwt).map((byte, i, all) => byte ^ +(i === all.length - 1)),
      "deflate",
    ],
    ["inflate without end", () => bomb, "inflated_too_long"],
    [
      "are tagged as a MAC",
      async () => Buffer.concat([Uint8Array.of(0xd8, 61), await signed({ tag: 17 })]),
      "form",
    ],
    ["are not tagged", () => Buffer.from(cwt.subarray(1)), "utf8"],
    ["are a QR code's address without a fragment", () => "HTTPS://LICENCES.EXAMPLE/V#", "form"],
    ["are a QR code with letters in it", () => `${qr}A`, "form"],
    ["are a QR code that begins with zero", () => qr.replace("#", "#0"), "form"],
    ["are a QR code of another page", () => qr.replace("/V#", "/W#"), "form"],
    ["are a QR code longer than any", () => qr + "1".repeat(9000), "too_long"],
  ])("%s", async (_, licence, reason) => {
    expect(await reasonFor(await licence())).toBe(`malformed: ${reason}`);
  });

  it("inflate without end, by WebCrypto as well", async () => {
    expect(await verifyByWebCrypto({ ...given, licence: bomb })).toEqual({
      kind: "malformed",
      reason: "inflated_too_long",
    });
  });

  it("go on after the stream, by WebCrypto as well", async () => {
    const licence = Buffer.concat([deflateSync(cwt), Uint8Array.of(0)]);
    expect(await verifyByWebCrypto({ ...given, licence })).toEqual({
      kind: "malformed",
      reason: "deflate",
    });
  });
});

describe("tampering with a CWT", () => {
  it("at any byte never yields a valid licence", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(cwt.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const licence = new Uint8Array(cwt);
        licence[at]! ^= by;
        const verdict = await verify({ ...given, licence });
        expect(["altered", "malformed", "unknown-issuer"]).toContain(verdict.kind);
      }),
      { numRuns: 1000 },
    );
  });

  it("at any digit of its QR code never yields a licence that says something else", async () => {
    const genuine = await verify(given);
    const first = qr.indexOf("#") + 1;
    const at = fc.integer({ min: first, max: qr.length - 1 });
    await fc.assert(
      fc.asyncProperty(at, fc.integer({ min: 1, max: 9 }), async (index, by) => {
        const digit = (Number(qr[index]) + by) % 10;
        const verdict = await verify({
          ...given,
          licence: qr.slice(0, index) + digit + qr.slice(index + 1),
        });
        // Deflate has more than one spelling of the same bytes; the bytes are what is signed.
        if (verdict.kind === "valid") expect(verdict).toEqual(genuine);
      }),
      { numRuns: 1000 },
    );
  });

  it("with all of its bytes is answered, and never thrown over", async () => {
    const start = fc.constantFrom([0xd2], [0xd8, 0x3d], [0x78, 0x9c], []);
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array(), async (head, rest) => {
        const licence = Uint8Array.from([...head, ...rest]);
        expect((await verify({ ...given, licence })).kind).toBe("malformed");
      }),
      { numRuns: 1000 },
    );
  });

  it("by a stranger is seen", async () => {
    const stranger = signer();
    expect(await reasonFor(stranger.finish(cwtToSign(record)))).toBe("altered: signature");
    const own = stranger.finish(cwtToSign(licenceRecord(stranger.kid)));
    expect(await reasonFor(own)).toBe("unknown-issuer: key_unknown");
  });
});

describe("a status list in CWT form", () => {
  const list = deflateSync(emptyStatusList(2 ** 17));
  const listed = new Map<number, CborValue>([
    [1, ISSUER],
    [2, LIST],
    [4, ISSUED + DAY],
    [6, ISSUED],
    [65534, 900],
    [65533, { bits: 2, lst: list }],
  ]);
  const TYPE = "application/statuslist+cwt";

  async function answerTo(claims: Claims) {
    return verify({ ...given, statusList: key.finish(coseToSign(key.kid, claims, TYPE)) });
  }

  it("makes a licence valid", async () => {
    expect((await answerTo(listed)).kind).toBe("valid");
  });

  it.each<[string, Claims]>([
    ["a list in base64url", having(listed, 65533, { bits: 2, lst: list.toString("base64url") })],
    ["bits in bytes", having(listed, 65533, { bits: Buffer.from([2]), lst: list })],
    ["an address in bytes", having(listed, 2, Buffer.from(LIST))],
    ["an issuer in bytes", having(listed, 1, Buffer.from(ISSUER))],
    ["bytes for all", having(listed, 65533, list)],
    ["no time to be kept", having(listed, 65534, 0)],
    ["someone whom it is for", having(listed, 3, ISSUER)],
  ])("is refused that has %s", async (_, claims) => {
    expect(await answerTo(claims)).toMatchObject({
      kind: "status-unknown",
      reason: "status_list_malformed",
      detail: "claims",
    });
  });

  it("may be of any statuses, which nothing compresses", async () => {
    const random = new Uint8Array(2 ** 18).map((_, i) => ((i * 2_654_435_761) >>> 13) ^ (i >> 3));
    random[4711 >> 2] = 0;
    const lst = deflateSync(random, { level: 0 });
    expect((await answerTo(having(listed, 65533, { bits: 2, lst }))).kind).toBe("valid");
  });

  it.each<[string, string | undefined]>([
    ["without a type", undefined],
    ["of another type", "application/cwt"],
  ])("%s is not one", async (_, typ) => {
    const claims: Claims = new Map<number, CborValue>([[2, LIST]]);
    const token = key.finish(coseToSign(key.kid, claims, typ));
    expect(await verify({ ...given, statusList: token })).toMatchObject({
      kind: "status-unknown",
      detail: "type_header",
    });
  });

  it("is never a licence", async () => {
    const token = key.finish(statusListCwtToSign(listContent(key.kid)));
    expect(await reasonFor(token)).toBe("malformed: type_header");
  });
});
