import { malformed } from "./refusal.ts";
import { encodeUtf8 } from "./text.ts";

const ALPHABET = encodeUtf8("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
const OUTSIDE = 0x80;
const VALUES = new Uint8Array(256).fill(OUTSIDE);
ALPHABET.forEach((character, value) => {
  VALUES[character] = value;
});

/**
 * Decodes base64url without padding (RFC 4648 section 5, RFC 7515 section 2), and only the one
 * canonical spelling of the bytes: no padding, no white space, no foreign character, and the bits
 * beyond the last byte are zero (RFC 4648 section 3.5), so that two texts are never one token.
 *
 * @param characters the text's bytes in UTF-8
 * @throws {Refusal} `base64url`
 */
export function decodeBase64url(characters: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = characters;
  const whole = length & ~3;
  const bytes = new Uint8Array((length * 3) >> 2);
  let seen = 0;
  let to = 0;
  for (let from = 0; from < whole; from += 4) {
    const a = VALUES[characters[from]!]!;
    const b = VALUES[characters[from + 1]!]!;
    const c = VALUES[characters[from + 2]!]!;
    const d = VALUES[characters[from + 3]!]!;
    seen |= a | b | c | d;
    bytes[to++] = (a << 2) | (b >> 4);
    bytes[to++] = (b << 4) | (c >> 2);
    bytes[to++] = (c << 6) | d;
  }
  if (whole < length) {
    // Two or three characters are left. One alone holds no byte: it lacks its second.
    const a = VALUES[characters[whole]!]!;
    const b = VALUES[characters[whole + 1]!] ?? OUTSIDE;
    const c = VALUES[characters[whole + 2]!] ?? 0;
    const beyond = length - whole === 2 ? b & 15 : c & 3;
    seen |= a | b | c | (beyond && OUTSIDE);
    bytes[to++] = (a << 2) | (b >> 4);
    bytes[to] = (b << 4) | (c >> 2);
  }
  if (seen & OUTSIDE) throw malformed("base64url");
  return bytes;
}

/** Encodes bytes as base64url without padding (RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  const characters: number[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 6; ) {
      bits -= 6;
      characters.push(ALPHABET[(held >> bits) & 63]!);
    }
  }
  if (bits > 0) characters.push(ALPHABET[(held << (6 - bits)) & 63]!);
  return String.fromCharCode(...characters);
}
