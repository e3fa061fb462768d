import { createHmac } from "node:crypto";

/** Halves of an index: 2^20 entries are 2 times 10 bits. */
const HALF = 2 ** 10;
const ROUNDS = 10;

/** How many indexes are permuted. */
export const PERMUTED = HALF * HALF;

/** Gives the index of a position. @throws {RangeError} beyond the permuted range */
export type Permutation = (position: number) => number;

/**
 * A permutation of 0 to 2^20 - 1 that nobody without the secret can tell from a random one, so that
 * an index tells neither when its licence was issued nor which licences were issued together
 * (draft-ietf-oauth-status-list section 13.2), and yet no draw is ever in vain: a balanced Feistel
 * network of ten rounds, the shape of FF1 (NIST SP 800-38G), over HMAC-SHA-256.
 *
 * @param secret 32 random bytes of the list's own
 */
export function permutationBy(secret: Uint8Array): Permutation {
  // What a round makes of a half; a half has 1024 values, so each is computed once.
  const made = new Int16Array(ROUNDS * HALF).fill(-1);
  const mix = (round: number, half: number): number => {
    const at = round * HALF + half;
    if (made[at] === -1) made[at] = roundOf(secret, round, half);
    return made[at]!;
  };
  return (position) => {
    if (!Number.isInteger(position) || position < 0 || position >= PERMUTED) {
      throw new RangeError(`There is no position ${position}.`);
    }
    let left = Math.floor(position / HALF);
    let right = position % HALF;
    for (let round = 0; round < ROUNDS; round++) {
      [left, right] = [right, left ^ mix(round, right)];
    }
    return left * HALF + right;
  };
}

function roundOf(secret: Uint8Array, round: number, half: number): number {
  const input = Uint8Array.of(round, half >> 8, half & 255);
  return createHmac("sha256", secret).update(input).digest().readUInt16BE() % HALF;
}
