import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inflateSync } from "node:zlib";
import { COSEKey, Sign1 } from "@auth0/cose";
import { decode } from "cborg";
import fc from "fast-check";
import * as qrcode from "qrcode";
import { describe, expect, it } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { type CborValue, encodeCbor } from "../../../shared/licence/cbor.ts";
import { cwtToSign } from "../../../shared/licence/cwt.ts";
import { fitsInCode, qrContent } from "../../../shared/licence/qr.ts";
import { qrSvg, qrVersion } from "../../../shared/licence/qr-code.ts";
import { statusListCwtToSign } from "../../../shared/status-list/token.ts";
import { licenceRecord, listContent, signer } from "./issuer.ts";

const require = createRequire(import.meta.url);
/** Its types say that it is a module with a default, and it is the function itself. */
const jsQR = require("jsqr") as typeof import("jsqr").default;

const key = signer();
const record = licenceRecord(key.kid);
const cwt = key.finish(cwtToSign(record));
const HOST = "licences.quangnam.gov.vn";

async function signedPayload(token: Uint8Array): Promise<Map<unknown, unknown>> {
  const cose = await COSEKey.fromJWK({ ...key.jwk } as never).toKeyLike();
  const sign1 = Sign1.decode(token);
  await sign1.verify(cose as never);
  return decode(sign1.payload, { useMaps: true, strict: true }) as never;
}

describe("a licence as CWT", () => {
  it("is a COSE_Sign1 that an independent library accepts, and says what is printed", async () => {
    expect(await signedPayload(cwt)).toEqual(
      new Map<unknown, unknown>([
        [1, record.issuer],
        [4, record.exp],
        [6, record.iat],
        [11, record.vct],
        [
          65535,
          new Map([
            [
              "status_list",
              new Map<string, unknown>([
                ["idx", 4711],
                ["uri", record.status.uri],
              ]),
            ],
          ]),
        ],
        [
          -65537,
          new Map<number, unknown>([
            [1, "12/GP-UBND"],
            [2, "Công ty TNHH Rượu Hội An"],
            [4, "12 Trần Phú, Hội An"],
            [6, 2],
          ]),
        ],
      ]),
    );
  });

  it("protects its whole header", () => {
    const [header, unprotected] = decode(cwt, {
      useMaps: true,
      tags: { 18: (inner: () => unknown) => inner() } as never,
    }) as [Uint8Array, unknown];
    expect(decode(header, { useMaps: true })).toEqual(
      new Map<number, unknown>([
        [1, -7],
        [4, new TextEncoder().encode(key.kid)],
      ]),
    );
    expect(unprotected).toEqual(new Map());
  });

  it("differs in nothing but the signature when it is signed again", () => {
    const again = key.finish(cwtToSign(record));
    expect(again.subarray(0, -64)).toEqual(cwt.subarray(0, -64));
  });

  it("leaves out a holder's name that is not to be printed", async () => {
    const holder = { ...record.holder, printed: false };
    const payload = await signedPayload(key.finish(cwtToSign(licenceRecord(key.kid, { holder }))));
    expect((payload.get(-65537) as Map<number, unknown>).has(2)).toBe(false);
  });
});

describe("the encoder", () => {
  it("writes what cborg, at its strictest, reads back", () => {
    const { value } = fc.letrec<{ value: CborValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "grapheme" }),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.uint8Array(),
        fc.array(tie("value")),
        fc
          .array(fc.tuple(fc.oneof(fc.integer(), fc.string()), tie("value")))
          .map((entries) => new Map(entries)),
      ),
    }));
    fc.assert(
      fc.property(value, (any) => {
        expect(decode(encodeCbor(any), { useMaps: true, strict: true })).toEqual(any);
      }),
    );
  });

  it.each([0.5, Number.NaN, 2 ** 53])("refuses %d", (number) => {
    expect(() => encodeCbor(number)).toThrow(RangeError);
  });
});

describe("a status list as CWT", () => {
  it("is a COSE_Sign1 that an independent library accepts", async () => {
    const content = listContent(key.kid);
    const payload = await signedPayload(key.finish(statusListCwtToSign(content)));
    const list = payload.get(65533) as Map<string, Uint8Array | number>;
    expect([...payload].filter(([name]) => name !== 65533)).toEqual([
      [1, content.issuer],
      [2, content.uri],
      [4, content.exp],
      [6, content.iat],
      [65534, content.ttl],
    ]);
    expect(list.get("bits")).toBe(2);
    expect(new Uint8Array(inflateSync(list.get("lst") as Uint8Array))).toEqual(content.list);
  });
});

describe("the printed QR code", () => {
  const content = qrContent(cwt, HOST);

  it("is an address in capitals whose fragment is the deflated licence", () => {
    expect(content).toMatch(/^HTTPS:\/\/LICENCES\.QUANGNAM\.GOV\.VN\/V#[1-9][0-9]+$/);
    const hex = BigInt(content.split("#")[1]!).toString(16);
    expect(new Uint8Array(inflateSync(Buffer.from(hex, "hex")))).toEqual(new Uint8Array(cwt));
  });

  it("has version 15 at most for a licence of ten claims", async () => {
    const claims = ["12 Trần Phú, phường Hội An", "Cửa hàng rượu Hội An", "Rượu vang"].map(
      (value, i) => ({
        ...record.claims[0]!,
        key: `claim_${i}`,
        value,
        disclosure: "always" as const,
        cwtKey: 4 + i,
      }),
    );
    const ten = licenceRecord(key.kid, { claims, salts: { holder: record.salts["holder"]! } });
    const token = key.finish(cwtToSign(ten));
    const payload = await signedPayload(token);
    // Seven of everyone's (issuer, type, two times, status, number, holder), three of the permit's.
    expect(payload.size - 1 + (payload.get(-65537) as Map<number, unknown>).size).toBe(10);
    expect(qrVersion(qrContent(token, HOST))).toBeLessThanOrEqual(15);
  });

  it("is told to fit exactly where there is a version that holds it", () => {
    const held = (digits: number) => {
      const text = `HTTPS://${HOST.toUpperCase()}/V#${"7".repeat(digits)}`;
      let version: number | undefined;
      try {
        version = qrVersion(text);
      } catch {}
      return { fits: fitsInCode(text), version };
    };
    const most = Array.from({ length: 200 }, (_, at) => 5400 + at).filter(
      (digits) => held(digits).version === 40,
    );
    const [last] = most.slice(-1);
    expect(held(last as number).fits).toBe(true);
    expect(held((last as number) + 1)).toEqual({ fits: false, version: undefined });
  });

  it("is an image of modules, with its white border", async () => {
    const side = 17 + 4 * qrVersion(content) + 2 * 4;
    expect(await qrSvg(content)).toContain(`viewBox="0 0 ${side} ${side}"`);
  });

  it("is read back by ZXing", async () => {
    const wasm = require.resolve("zxing-wasm/reader/zxing_reader.wasm");
    await prepareZXingModule({
      overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer },
      fireImmediately: true,
    });
    const [found] = await readBarcodes(pixels(content) as never, { formats: ["QRCode"] });
    expect(found?.text).toBe(content);
  });

  it("is read back by jsQR", () => {
    const { data, width, height } = pixels(content);
    expect(jsQR(data, width, height)?.data).toBe(content);
  });
});

/** The code as a photograph would show it at best: four pixels a module. */
function pixels(content: string) {
  const hash = content.indexOf("#");
  const { modules } = qrcode.create(
    [
      { data: content.slice(0, hash), mode: "alphanumeric" },
      { data: Buffer.from("#"), mode: "byte" },
      { data: content.slice(hash + 1), mode: "numeric" },
    ],
    { errorCorrectionLevel: "M" },
  );
  const scale = 4;
  const width = (modules.size + 8) * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const [row, column] = [y, x].map((at) => Math.floor(at / scale) - 4) as [number, number];
      const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      if (inside && modules.get(row, column))
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { data, width, height: width };
}
