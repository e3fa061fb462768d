import {
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify as verifySignature,
  webcrypto,
} from "node:crypto";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { cwtToSign } from "../../../shared/licence/cwt.ts";
import { qrContent } from "../../../shared/licence/qr.ts";
import { qrVersion } from "../../../shared/licence/qr-code.ts";
import { HOLDER, type LicenceRecord } from "../../../shared/licence/record.ts";
import { sdJwtToSign } from "../../../shared/licence/sd-jwt.ts";
import type { ToSign } from "../../../shared/licence/to-sign.ts";
import { publishedKey } from "../../../shared/signing/key-set.ts";
import { emptyStatusList, withStatuses } from "../../../shared/status-list/list.ts";
import { compressStatusList, statusListJwtToSign } from "../../../shared/status-list/token.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import { verify as verifyByWebCrypto } from "../../../shared/verifier/primitives/webcrypto.ts";
import type { EcPublicJwk } from "../../../shared/verifier/primitives.ts";

type Print = (line: string) => void;
type Act = () => unknown;

const ISSUER = "https://licences.example";
const LIST = `${ISSUER}/status-lists/1`;
const ISSUED = 1_795_399_200;
const AT = (ISSUED + 60) * 1000;
const DAY = 86_400;
const ENTRIES = 2 ** 20;
const ROUNDS = 15;
const PER_ROUND = 300;

/**
 * Measures strict verification (form, signature, expiry, status) of one licence after another
 * beside the bare signature primitive over the same bytes, in turns within one run; and the sizes
 * that are promised of a QR code, a status list and the verifier in the browser.
 *
 * On Node the bare primitive is measured twice: as anyone would call it with a JOSE signature, and
 * as our adapter calls it, with the signature turned into DER first, which OpenSSL takes faster.
 */
export async function benchVerification(print: Print): Promise<void> {
  const key = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { kid, ...jwk } = publishedKey(
    key.publicKey.export({ format: "jwk" }) as unknown as EcPublicJwk,
  );
  // One key for both, which only a set that does not say what for can hold.
  const keys = { keys: [{ ...jwk, kid }] };
  const signed = (message: Uint8Array) =>
    sign("sha256", message, { key: key.privateKey, dsaEncoding: "ieee-p1363" });
  const finish = <Token>(token: ToSign<Token>): Token => token.assemble(signed(token.message));

  const token = sdJwtToSign(record(kid));
  const licence = finish(token);
  const cwt = finish(cwtToSign(record(kid)));
  const list = withStatuses(emptyStatusList(ENTRIES), revocations());
  const content = {
    uri: LIST,
    issuer: ISSUER,
    kid,
    iat: ISSUED,
    exp: ISSUED + DAY,
    ttl: 900,
    list,
  };
  const request = { keys, statusList: finish(statusListJwtToSign(content)), at: AT };
  for (const form of [licence, cwt]) {
    const { kind } = await verify({ ...request, licence: form });
    if (kind !== "valid") throw new Error(`The benchmark's own licence is ${kind}.`);
  }

  const { message } = token;
  const bytes = new Uint8Array(message);
  const signature = signed(message);
  const der = sign("sha256", message, key.privateKey);
  const nodeKey = { key: createPublicKey({ key: { ...jwk }, format: "jwk" }), ...RAW };
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const webKey = await webcrypto.subtle.importKey("jwk", { ...jwk }, algorithm, false, ["verify"]);
  await compare(print, "node:crypto", {
    "the primitive alone": () => verifySignature("sha256", message, nodeKey, signature),
    "the same, given DER": () => verifySignature("sha256", message, nodeKey.key, der),
    "strict SD-JWT": () => verify({ ...request, licence }),
    "strict CWT": () => verify({ ...request, licence: cwt }),
  });
  await compare(print, "WebCrypto", {
    "the primitive alone": () => webcrypto.subtle.verify(algorithm, webKey, signature, bytes),
    "strict SD-JWT": () => verifyByWebCrypto({ ...request, licence }),
    "strict CWT": () => verifyByWebCrypto({ ...request, licence: cwt }),
  });

  const bundle = await verifierBundle();
  print(`QR code of a ten-claim licence: version ${qrVersion(qrContent(cwt, "licences.example"))}`);
  print(`status list of 2^20 entries, 1 % revoked: ${compressStatusList(list).length} bytes`);
  print(`verifier in the browser: ${gzipSync(bundle, { level: 9 }).length} bytes gzipped`);
}

const RAW = { dsaEncoding: "ieee-p1363" } as const;

/** The verifier for the browser, as the page has it in it. */
export async function verifierBundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: ["shared/verifier/primitives/webcrypto.ts"],
    absWorkingDir: new URL("../../..", import.meta.url).pathname,
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0]!.contents;
}

/**
 * Runs the acts in turns, so that whatever else the machine does meets all of them alike, and
 * prints each median rate with its ratio to the first one's. Each runs once unmeasured before: what
 * the act before it left behind is collected then, and what it leaves itself is paid by itself.
 */
async function compare(print: Print, title: string, acts: Record<string, Act>): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(acts).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, act] of Object.entries(acts)) {
      await timeOf(act);
      const time = await timeOf(act);
      // The first round is for the compiler to warm up.
      if (round > 0) times.get(name)!.push(time);
    }
  }
  const medians = [...times].map(([name, all]) => [name, median(all)] as const);
  const alone = medians[0]![1];
  for (const [name, time] of medians) {
    const rate = Math.round(1e6 / time);
    print(`${title}, ${name}: ${rate} a second, ratio ${(alone / time).toFixed(2)}`);
  }
}

/** Microseconds that one act takes, in the mean of a round. */
async function timeOf(act: Act): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < PER_ROUND; i++) await act();
  return ((performance.now() - start) / PER_ROUND) * 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function revocations(): (readonly [number, "invalid"])[] {
  const indices = randomBytes((ENTRIES / 100) * 4);
  return Array.from({ length: ENTRIES / 100 }, (_, i) => {
    const index = indices.readUInt32LE(i * 4) % ENTRIES;
    return [index === 0 ? 1 : index, "invalid"] as const;
  });
}

/** Ten claims in print: issuer, type, two times, status, number, holder, and three of the permit's. */
function record(kid: string): LicenceRecord {
  const claim = (key: string, value: string, cwtKey: number, open = false) => ({
    ...{ key, value, cwtKey, printed: true },
    disclosure: open ? ("always" as const) : ("selective" as const),
  });
  const salt = () => randomBytes(16).toString("base64url");
  return {
    number: "12/GP-UBND",
    issuer: ISSUER,
    vct: `${ISSUER}/vct/retail-liquor`,
    titles: { en: "Retail liquor licence", vi: "Giấy phép bán lẻ rượu" },
    holder: { name: "Công ty TNHH Rượu Hội An", disclosure: "selective", printed: true },
    claims: [
      claim("address", "12 Trần Phú, phường Hội An", 4),
      claim("tax_id", "4001234567", 5),
      claim("premises", "Cửa hàng rượu Hội An", 6, true),
    ],
    iat: ISSUED,
    exp: ISSUED + 5 * 365 * DAY,
    status: { uri: LIST, index: 0 },
    salts: { [HOLDER]: salt(), address: salt(), tax_id: salt() },
    kid,
  };
}
