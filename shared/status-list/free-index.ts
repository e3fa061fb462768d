import type { Random } from "../ports.ts";

const BLIND_DRAWS = 16;

/**
 * An index that is not taken, each with the same chance: an index must not tell when its licence
 * was issued, nor which licences were issued together (draft-ietf-oauth-status-list section 13.2).
 *
 * @param size the number of entries, a power of two
 * @param isTaken whether an index was ever given out (one given back is never given again)
 * @returns undefined when none is free
 */
export function drawFreeIndex(
  size: number,
  isTaken: (index: number) => boolean,
  random: Random,
): number | undefined {
  for (let draw = 0; draw < BLIND_DRAWS; draw++) {
    const index = drawBelow(size, random);
    if (!isTaken(index)) return index;
  }
  // Crowded: the draws so far found taken ones only, so drawing among the free ones stays uniform.
  const free: number[] = [];
  for (let index = 0; index < size; index++) if (!isTaken(index)) free.push(index);
  return free.length === 0 ? undefined : free[drawBelow(free.length, random)];
}

/** A uniform integer from 0 to `bound` - 1; `bound` is at most 2^32. */
export function drawBelow(bound: number, random: Random): number {
  const even = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const bytes = random.bytes(4);
    const drawn = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (drawn < even) return drawn % bound;
  }
}
