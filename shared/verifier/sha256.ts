/**
 * SHA-256 (FIPS 180-4 section 6.2), of a text in ASCII, in plain arithmetic.
 *
 * Only the digests of disclosures are computed with it: short texts that the holder shows to the
 * verifier anyway, so nothing here is secret and running time may vary. It is here, and not behind
 * the injected primitives, because WebCrypto's digest is a round trip through a thread pool that
 * costs a third of a signature's verification for each disclosure, and this costs a hundredth.
 */
export function sha256(message: string): Uint8Array {
  const { length } = message;
  const state = INITIAL.slice();
  // Blocks of 64 bytes: the message, one bit, zeros, and its length in bits (section 5.1.1).
  for (let block = 0; block < length + 9; block += 64) {
    for (let i = 0; i < 16; i++) {
      const at = block + i * 4;
      // Beyond the message, `NaN << n` is 0.
      w[i] =
        (message.charCodeAt(at) << 24) |
        (message.charCodeAt(at + 1) << 16) |
        (message.charCodeAt(at + 2) << 8) |
        message.charCodeAt(at + 3);
    }
    const end = length - block;
    if (end >= 0 && end < 64) w[end >> 2]! |= 0x80 << (24 - (end & 3) * 8);
    if (end < 56) w[15] = length * 8;
    compress(state);
  }
  const digest = new Uint8Array(32);
  for (let i = 0; i < 32; i++) digest[i] = state[i >> 2]! >> (24 - (i & 3) * 8);
  return digest;
}

/** Fractions of the first primes' roots: the standard's constants (sections 4.2.2 and 5.3.3). */
function fractions(count: number, power: number): Int32Array {
  const words = new Int32Array(count);
  for (let n = 2, found = 0; found < count; n++) {
    let divisor = 2;
    while (n % divisor) divisor++;
    if (divisor === n) words[found++] = (n ** power % 1) * 2 ** 32;
  }
  return words;
}

const INITIAL = fractions(8, 1 / 2);
const ROUND = fractions(64, 1 / 3);
/** The schedule of the block at hand; nothing is left in it from one to the next. */
const w = new Int32Array(64);

function compress(state: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    w[i] =
      w[i - 16]! +
      w[i - 7]! +
      (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) +
      (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const t1 =
      (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i]! + w[i]!) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

/** The word turned right by `n` bits. */
function turn(word: number, n: number): number {
  return (word >>> n) | (word << (32 - n));
}
