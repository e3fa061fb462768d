import { constants, deflateSync } from "node:zlib";

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

/** Data bits of the largest code, version 40, at level M (ISO/IEC 18004 table 7). */
const MOST_BITS = 18_672;

/** Whether a printed code can hold this content. */
export function fitsInCode(content: string): boolean {
  const { address, digits } = partsOf(content);
  // Each segment has a mode (4 bits) and a length of its own (table 3), then its characters.
  const alphanumeric = 4 + 13 + Math.ceil(address.length * 5.5);
  const hash = 4 + 16 + 8;
  const numeric = 4 + 14 + Math.ceil((digits.length * 10) / 3);
  return alphanumeric + hash + numeric <= MOST_BITS;
}

/** `#` is in none of the dense modes; it stands between them. */
export function partsOf(content: string): { readonly address: string; readonly digits: string } {
  const hash = content.indexOf("#");
  return { address: content.slice(0, hash), digits: content.slice(hash + 1) };
}

function addressOf(host: string): string {
  return `HTTPS://${host.toUpperCase()}/V#`;
}
