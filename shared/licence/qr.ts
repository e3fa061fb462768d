import { constants, deflateSync } from "node:zlib";
import * as qrcode from "qrcode";

/**
 * The content of the printed QR code: `HTTPS://HOST/V#<the deflated licence as one big integer>`.
 * The address is in capitals and the rest in digits, so that the code's alphanumeric and numeric
 * modes hold it most densely (ISO/IEC 18004 section 7.3); any camera opens it, and a fragment never
 * reaches a server. A zlib stream begins with 0x78, so no leading zero is lost.
 *
 * @param cwt the licence in COSE_Sign1
 * @param host where the page that verifies it is, with its port if it has one
 */
export function qrContent(cwt: Uint8Array, host: string): string {
  const stream = deflateSync(cwt, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 });
  return `${addressOf(host)}${BigInt(`0x${stream.toString("hex")}`)}`;
}

/** The QR code with this content at error correction level M, as SVG. */
export function qrSvg(content: string): Promise<string> {
  return qrcode.toString(segmentsOf(content), { ...LEVEL, type: "svg", margin: QUIET_ZONE });
}

/** The version (1 to 40) of the code: its side has 17 + 4 times as many modules. */
export function qrVersion(content: string): number {
  return qrcode.create(segmentsOf(content), LEVEL).version;
}

const LEVEL = { errorCorrectionLevel: "M" } as const;
/** Modules of white around the code (ISO/IEC 18004 section 6.3.8). */
const QUIET_ZONE = 4;

function addressOf(host: string): string {
  return `HTTPS://${host.toUpperCase()}/V#`;
}

/** `#` is in none of the dense modes; it alone is a segment of bytes. */
function segmentsOf(content: string): qrcode.QRCodeSegment[] {
  const hash = content.indexOf("#");
  return [
    { data: content.slice(0, hash), mode: "alphanumeric" },
    { data: Buffer.from("#"), mode: "byte" },
    { data: content.slice(hash + 1), mode: "numeric" },
  ];
}
