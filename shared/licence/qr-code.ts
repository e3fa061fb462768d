/** The printed code itself, from its content. */
import * as qrcode from "qrcode";
import { partsOf } from "./qr.ts";

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

function segmentsOf(content: string): qrcode.QRCodeSegment[] {
  const { address, digits } = partsOf(content);
  return [
    { data: address, mode: "alphanumeric" },
    { data: Buffer.from("#"), mode: "byte" },
    { data: digits, mode: "numeric" },
  ];
}
