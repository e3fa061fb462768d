/**
 * Conditions are data, so that the browser, the server and the diagram read the same one. They
 * are built by small functions that read like English and evaluated over the facts of a case.
 */

/** A plain value that a condition compares with. */
export type Scalar = string | number | boolean;

/** `fact` is an RFC 6901 JSON Pointer into the facts: `/answers/...`, `/applicant/...`, `/place/...`. */
export type Condition =
  | { readonly fact: string; readonly equals: Scalar }
  | { readonly fact: string; readonly oneOf: readonly Scalar[] }
  | { readonly fact: string; readonly atLeast: number }
  | { readonly fact: string; readonly below: number }
  | { readonly fact: string; readonly present: boolean }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** What is known of a case when a condition is asked. */
export interface Facts {
  readonly answers: unknown;
  readonly applicant: { readonly kind: string };
  readonly place: { readonly code: string; readonly area: string };
}
