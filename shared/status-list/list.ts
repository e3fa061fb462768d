/** The statuses of two bits (draft-ietf-oauth-status-list section 7.1). */
export const STATUSES = { valid: 0, invalid: 1, suspended: 2 } as const;

export type StatusName = keyof typeof STATUSES;

const PER_BYTE = 4;
const SMALLEST = 2 ** 17;
const LARGEST = 2 ** 20;

/**
 * A list of entries of two bits, all valid; four to a byte, the first in the lowest bits
 * (draft-ietf-oauth-status-list section 4.1).
 *
 * @param size the number of entries, a power of two from 2^17 (a licence hides among as many) to 2^20
 * @throws {RangeError}
 */
export function emptyStatusList(size: number): Uint8Array {
  if (!(size >= SMALLEST && size <= LARGEST && Number.isInteger(Math.log2(size)))) {
    throw new RangeError("A status list has 2^17 to 2^20 entries, a power of two.");
  }
  return new Uint8Array(size / PER_BYTE);
}

/** How many entries a list has. */
export function sizeOf(list: Uint8Array): number {
  return list.length * PER_BYTE;
}

/** The status at an index: 0 to 3. @throws {RangeError} beyond the list */
export function statusAt(list: Uint8Array, index: number): number {
  return (list[byteOf(list, index)]! >> shiftOf(index)) & 3;
}

/** The list with other statuses at some indices; the list given stays as it is. @throws {RangeError} */
export function withStatuses(
  list: Uint8Array,
  changes: Iterable<readonly [index: number, status: StatusName]>,
): Uint8Array {
  const changed = new Uint8Array(list);
  for (const [index, status] of changes) {
    const byte = byteOf(list, index);
    const shift = shiftOf(index);
    changed[byte] = (changed[byte]! & ~(3 << shift)) | (STATUSES[status] << shift);
  }
  return changed;
}

function byteOf(list: Uint8Array, index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= sizeOf(list)) {
    throw new RangeError(`The status list has no index ${index}.`);
  }
  return Math.floor(index / PER_BYTE);
}

function shiftOf(index: number): number {
  return (index % PER_BYTE) * 2;
}
