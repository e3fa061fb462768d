/** The applicant's routes. */
export * from "./contracts/clock.ts";
export * from "./contracts/documents.ts";
export * from "./contracts/drafts.ts";
export * from "./contracts/filing.ts";
export * from "./contracts/licences.ts";
export * from "./contracts/parties.ts";
