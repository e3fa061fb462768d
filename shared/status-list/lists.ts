/**
 * Which list a licence has its entry in. A list is filled wholly, by a secret permutation of its
 * indexes: no index is drawn twice, and none tells when its licence was issued. A licence hides among
 * as many as the list is long.
 */
export const LIST_SIZE = 2 ** 20;
/** For how long a published list may be relied on. */
export const LIST_LIFE_MS = 24 * 3_600_000;
/** How long a verifier may keep one before it asks again. */
export const LIST_TTL_SECONDS = 15 * 60;
/** A next list is published this many licences before the first one that names it. */
const AHEAD = 4096;

/** Where the `count`-th licence of an authority (from 1) has its place. */
export interface ListPlace {
  /** `vn-quang-nam-1`. */
  readonly list: string;
  /** From 0, in the order of issue: to be permuted before anybody sees it. */
  readonly position: number;
}

export function placeOf(authority: string, count: number): ListPlace {
  const before = count - 1;
  return {
    list: `${authority}-${Math.floor(before / LIST_SIZE) + 1}`,
    position: before % LIST_SIZE,
  };
}

/** Every list of an authority that has reserved `count` entries, and the next in good time. */
export function listsOf(authority: string, count: number): string[] {
  const lists = Math.floor((count + AHEAD) / LIST_SIZE) + 1;
  return Array.from({ length: lists }, (_, index) => `${authority}-${index + 1}`);
}
