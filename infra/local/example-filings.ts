import { readFileSync } from "node:fs";

/** What an applicant files for a permit: the draft's body, with the kinds of documents that belong to it. */
export interface ExampleFiling {
  readonly permit: string;
  readonly authority: string;
  readonly place: string;
  readonly documents: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: each permit asks for what it will
  readonly answers: any;
}

/** The filing that stands in `docs/examples`: to be tried, counted and tested. */
export function exampleFiling(permit: string): ExampleFiling {
  const file = new URL(`../../docs/examples/${permit}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as ExampleFiling;
}
