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
  | CborMap;
export type CborMap = ReadonlyMap<number | string, Cbor>;

const DEEPEST = 16;
/** Simple values from 20 on, and the head of that (RFC 8949 section 3.3). */
const SIMPLE = [false, true, null];
const FIRST_SIMPLE = 0xf4;

/**
 * Decodes one CBOR item that fills the bytes: integers within ±2^53, byte and text strings, arrays,
 * maps with integer or text keys, true, false and null. Lengths are definite and every head is the
 * shortest (RFC 8949 section 4.2.1), a key stands once in its map (section 5.6): one value has one
 * spelling, but for the order of a map's keys. Tags, fractions and other simple values are refused.
 *
 * @returns byte strings as views of the bytes given
 * @throws {Refusal} `cbor`, `cbor_duplicate_key`, `cbor_trailing_bytes`, `utf8`
 */
export function decodeCbor(bytes: Uint8Array<ArrayBuffer>): Cbor {
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

  function item(depth: number): Cbor {
    if (depth > DEEPEST) throw malformed("cbor");
    const head = bytes[step(1)]!;
    const major = head >> 5;
    if (major > 5) {
      const simple = SIMPLE[head - FIRST_SIMPLE];
      if (simple === undefined) throw malformed("cbor");
      return simple;
    }
    const value = argument(head & 31);
    if (major === 0) return value;
    if (major === 1) return -1 - value;
    if (major === 5) {
      const entries = new Map<number | string, Cbor>();
      while (entries.size < value) {
        const key = item(depth + 1);
        if (typeof key !== "number" && typeof key !== "string") throw malformed("cbor");
        if (entries.has(key)) throw malformed("cbor_duplicate_key");
        entries.set(key, item(depth + 1));
      }
      return entries;
    }
    if (major === 4) {
      const items: Cbor[] = [];
      while (items.length < value) items.push(item(depth + 1));
      return items;
    }
    const string = bytes.subarray(step(value), at);
    return major === 2 ? string : decodeUtf8(string);
  }

  const whole = item(0);
  if (at < bytes.length) throw malformed("cbor_trailing_bytes");
  return whole;
}

/** The head of an item (RFC 8949 section 3): its major type and its argument, in the shortest form. */
export function cborHead(major: number, argument: number): number[] {
  if (argument < 24) return [(major << 5) | argument];
  const power = argument < 0x100 ? 0 : argument < 0x10000 ? 1 : argument < 2 ** 32 ? 2 : 3;
  const head = [(major << 5) | (24 + power)];
  for (let i = (1 << power) - 1; i >= 0; i--) head.push((argument / 256 ** i) & 255);
  return head;
}
