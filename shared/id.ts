import type { Clock, Random } from "./ports.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * A new id of 26 characters (Crockford base 32, lower case): 48 bits of time, then 80 random bits,
 * so that ids sort by age and cannot be guessed. The layout is ULID's.
 */
export function newId(clock: Clock, random: Random): string {
  let value = BigInt(clock.now());
  for (const byte of random.bytes(10)) {
    value = (value << 8n) | BigInt(byte);
  }
  let id = "";
  for (let place = 0; place < 26; place++) {
    id = ALPHABET[Number(value & 31n)] + id;
    value >>= 5n;
  }
  return id;
}

/** Whether a text has the form of an id; says nothing of whether it exists. */
export function isId(text: string): boolean {
  return /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text);
}
