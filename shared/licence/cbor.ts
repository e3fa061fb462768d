import { cborHead } from "../verifier/cbor.ts";

/** What a licence in CBOR is made of; a Map keeps integer keys apart from texts. */
export type CborValue =
  | string
  | number
  | boolean
  | Uint8Array
  | readonly CborValue[]
  | ReadonlyMap<number | string, CborValue>
  | { readonly [name: string]: CborValue };

/**
 * Encodes CBOR deterministically (RFC 8949 section 4.2.1): shortest heads, definite lengths, the
 * keys of a map in the order of their encoded bytes.
 *
 * @throws {RangeError} over a number that is no safe integer
 */
export function encodeCbor(value: CborValue): Uint8Array {
  if (typeof value === "string") return headed(3, Buffer.from(value));
  if (typeof value === "number") return encodeInteger(value);
  if (typeof value === "boolean") return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (value instanceof Uint8Array) return headed(2, value);
  if (isList(value)) return Buffer.concat([head(4, value.length), ...value.map(encodeCbor)]);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const encoded = entries.map(([key, inner]): [Uint8Array, Uint8Array] => [
    encodeCbor(key),
    encodeCbor(inner),
  ]);
  encoded.sort(([a], [b]) => Buffer.compare(a, b));
  return Buffer.concat([head(5, encoded.length), ...encoded.flat()]);
}

/** A value under a tag (RFC 8949 section 3.4). */
export function encodeTagged(tag: number, value: CborValue): Uint8Array {
  return Buffer.concat([head(6, tag), encodeCbor(value)]);
}

function encodeInteger(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer.`);
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function headed(major: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([head(major, content.length), content]);
}

function head(major: number, argument: number): Uint8Array {
  return Uint8Array.from(cborHead(major, argument));
}

function isList(value: CborValue): value is readonly CborValue[] {
  return Array.isArray(value);
}
