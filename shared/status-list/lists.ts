/**
 * Which list a licence has its entry in. Lists are filled by half, so that a random index is free
 * at nearly the first draw; a licence hides among as many as the list is long.
 */
export const LIST_SIZE = 2 ** 17;
const FILL = LIST_SIZE / 2;

/** The list of an authority's `count`-th licence (from 1): `vn-quang-nam-1`. */
export function listFor(authority: string, count: number): string {
  return `${authority}-${Math.floor((count - 1) / FILL) + 1}`;
}

/** Every list of an authority that has reserved `count` entries; the first one always is. */
export function listsOf(authority: string, count: number): string[] {
  const lists = Math.max(1, Math.ceil(count / FILL));
  return Array.from({ length: lists }, (_, index) => `${authority}-${index + 1}`);
}
