import { malformed } from "./refusal.ts";

/** `A` to `Z`, `a` to `z`, `0` to `9`, `-`, `_`: written as text it would be a tenth of a kilobyte. */
const ALPHABET = Uint8Array.from({ length: 64 }, (_, value) =>
  value < 26 ? value + 65 : value < 52 ? value + 71 : value < 62 ? value - 4 : value * 50 - 3055,
);
const OUTSIDE = 0x80;
const VALUES = new Uint8Array(128).fill(OUTSIDE);
ALPHABET.forEach((character, value) => {
  VALUES[character] = value;
});

/**
 * Decodes base64url without padding (RFC 4648 section 5, RFC 7515 section 2), and only the one
 * canonical spelling of the bytes: no padding, no white space, no foreign character, and the bits
 * beyond the last byte are zero (RFC 4648 section 3.5), so that two texts are never one token.
 *
 * @param into where there is room for them; to be used up before anything else is decoded there
 * @throws {Refusal} `base64url`
 */
export function decodeBase64url(
  text: string,
  into?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const { length } = text;
  const size = (length * 3) >> 2;
  const bytes = into && size <= into.length ? into.subarray(0, size) : new Uint8Array(size);
  let seen = 0;
  let bits = 0;
  let held = 0;
  let to = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    const value = VALUES[code & 127]!;
    seen |= value | code;
    bits = (bits << 6) | value;
    held += 6;
    if (held > 7) {
      held -= 8;
      bytes[to++] = bits >> held;
    }
  }
  // Six bits left are one character by itself, which holds no byte.
  if (seen > 127 || held > 5 || bits & ((1 << held) - 1)) throw malformed("base64url");
  return bytes;
}

/** Encodes bytes as base64url without padding (RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  const characters: number[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    // Beyond the end, `undefined << n` is 0.
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    for (let shift = 18; shift >= 0; shift -= 6) characters.push(ALPHABET[(group >> shift) & 63]!);
  }
  return String.fromCharCode(...characters).slice(0, Math.ceil((bytes.length * 4) / 3));
}
