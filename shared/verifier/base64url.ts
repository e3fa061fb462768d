import { malformed } from "./refusal.ts";

/** `A` to `Z`, `a` to `z`, `0` to `9`, `-`, `_`: written as text it would be a tenth of a kilobyte. */
const ALPHABET = Uint8Array.from({ length: 64 }, (_, value) =>
  value < 26 ? value + 65 : value < 52 ? value + 71 : value < 62 ? value - 4 : value * 50 - 3055,
);
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
 * @param into where there is room for them; to be used up before anything else is decoded there
 * @throws {Refusal} `base64url`
 */
export function decodeBase64url(
  characters: Uint8Array,
  into?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const { length } = characters;
  const whole = length & ~3;
  const size = (length * 3) >> 2;
  const bytes = into && size <= into.length ? into.subarray(0, size) : new Uint8Array(size);
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
  for (let i = 0; i < bytes.length; i += 3) {
    // Beyond the end, `undefined << n` is 0.
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    for (let shift = 18; shift >= 0; shift -= 6) characters.push(ALPHABET[(group >> shift) & 63]!);
  }
  return String.fromCharCode(...characters).slice(0, Math.ceil((bytes.length * 4) / 3));
}
