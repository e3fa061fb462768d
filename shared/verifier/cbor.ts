import { malformed } from "./refusal.ts";
import { decodeUtf8 } from "./text.ts";

/** The part of CBOR (RFC 8949) that a licence is written in. */
export type Cbor =
  | null
  | boolean
  | number
  | string
  | Uint8Array<ArrayBuffer>
  | readonly Cbor[]
  | CborMap
  | Tagged;
export type CborMap = ReadonlyMap<number | string, Cbor>;

/** A value under a tag (RFC 8949 section 3.4). */
export class Tagged {
  declare readonly tag: number;
  declare readonly value: Cbor;

  constructor(tag: number, value: Cbor) {
    this.tag = tag;
    this.value = value;
  }
}

const DEEPEST = 16;
/** Simple values from 20 on (RFC 8949 section 3.3). */
const SIMPLE = [false, true, null];

/**
 * Decodes one CBOR item that fills the bytes: integers within ±2^53, byte and text strings,
 * arrays, maps with integer or text keys, tags, true, false and null. Lengths are definite and
 * every head is the shortest (RFC 8949 section 4.2.1), a key stands once in its map (section 5.6):
 * one value has one spelling, but for the order of a map's keys.
 *
 * @throws {Refusal} `cbor`, `cbor_duplicate_key`, `cbor_trailing_bytes`, `utf8`
 */
export function decodeCbor(bytes: Uint8Array): Cbor {
  let at = 0;

  function step(count: number): number {
    const from = at;
    at += count;
    if (at > bytes.length) throw malformed("cbor");
    return from;
  }

  /** The argument of a head (section 3), refused where a shorter head would do. */
  function argument(info: number): number {
    if (info < 24) return info;
    if (info > 27) throw malformed("cbor");
    const size = 1 << (info - 24);
    let value = 0;
    for (let i = step(size); i < at; i++) value = value * 256 + bytes[i]!;
    const least = size === 1 ? 24 : 256 ** (size / 2);
    if (value < least || !Number.isSafeInteger(value)) throw malformed("cbor");
    return value;
  }

  function string(length: number): Uint8Array {
    return bytes.subarray(step(length), at);
  }

  function array(length: number, depth: number): Cbor[] {
    const items: Cbor[] = [];
    for (let i = 0; i < length; i++) items.push(item(depth));
    return items;
  }

  function map(length: number, depth: number): CborMap {
    const entries = new Map<number | string, Cbor>();
    for (let i = 0; i < length; i++) {
      const key = item(depth);
      if (typeof key !== "number" && typeof key !== "string") throw malformed("cbor");
      if (entries.has(key)) throw malformed("cbor_duplicate_key");
      entries.set(key, item(depth));
    }
    return entries;
  }

  function item(depth: number): Cbor {
    if (depth > DEEPEST) throw malformed("cbor");
    const head = bytes[step(1)]!;
    const major = head >> 5;
    const info = head & 31;
    if (major === 7) {
      const value = SIMPLE[info - 20];
      if (value === undefined) throw malformed("cbor");
      return value;
    }
    const value = argument(info);
    switch (major) {
      case 0:
        return value;
      case 1:
        return -1 - value;
      case 2:
        return new Uint8Array(string(value));
      case 3:
        return decodeUtf8(string(value));
      case 4:
        return array(value, depth + 1);
      case 5:
        return map(value, depth + 1);
      default:
        return new Tagged(value, item(depth + 1));
    }
  }

  const whole = item(0);
  if (at < bytes.length) throw malformed("cbor_trailing_bytes");
  return whole;
}

/** The head of an item (RFC 8949 section 3): its major type and its argument, in the shortest form. */
export function cborHead(major: number, argument: number): number[] {
  const power = [24, 0x100, 0x10000, 2 ** 32].filter((least) => argument >= least).length;
  const size = power && 1 << (power - 1);
  const tail = Array.from({ length: size }, (_, i) => (argument / 256 ** (size - 1 - i)) & 255);
  return [(major << 5) | (power ? 23 + power : argument), ...tail];
}
