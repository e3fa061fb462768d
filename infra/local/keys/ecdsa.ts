import { createECDH, generateKeyPairSync, type KeyObject } from "node:crypto";

const CURVE = "prime256v1";
/** The order of P-256's group (SEC 2 section 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A new private key of P-256. */
export function generateKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

/**
 * ECDSA of P-256 over a digest already made (FIPS 186-5 section 6.4.1), in DER as KMS answers.
 *
 * node:crypto always hashes by itself and so cannot do what KMS calls `MessageType: DIGEST`. The
 * curve's arithmetic (k, k·G) is still OpenSSL's, by its ECDH; only the two modular products are
 * computed here, in BigInt, whose time depends on its operands: fit for the keys of one machine
 * that nobody can time, and for nothing else.
 */
export function signDigest(key: KeyObject, digest: Uint8Array): Uint8Array {
  const secret = integer(Buffer.from(key.export({ format: "jwk" }).d!, "base64url"));
  for (;;) {
    const ephemeral = createECDH(CURVE);
    const point = ephemeral.generateKeys();
    const r = integer(point.subarray(1, 33)) % ORDER;
    const s =
      (inverse(integer(ephemeral.getPrivateKey())) * (integer(digest) + r * secret)) % ORDER;
    if (r !== 0n && s !== 0n) return derSequence(derInteger(r), derInteger(s));
  }
}

function integer(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

/** 1/k modulo the order, by the extended Euclidean algorithm. */
function inverse(k: bigint): bigint {
  let [low, high, x, y] = [k, ORDER, 1n, 0n];
  while (low > 1n) {
    const times = high / low;
    [low, high] = [high - times * low, low];
    [x, y] = [y - times * x, x];
  }
  return ((x % ORDER) + ORDER) % ORDER;
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const digits = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  const sign = digits[0]! > 0x7f ? [0] : [];
  return Buffer.from([0x02, digits.length + sign.length, ...sign, ...digits]);
}

function derSequence(...members: Buffer[]): Uint8Array {
  const content = Buffer.concat(members);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}
