import { describe, expect, it } from "vitest";
import { type Facts, fact } from "../../../shared/permit/condition.ts";
import {
  checkDocuments,
  checkFile,
  findDocument,
  requiredDocuments,
} from "../../../shared/permit/documents.ts";
import type { DocumentKind } from "../../../shared/permit/permit.ts";
import * as a from "../../builders/definition.ts";

const kind = (id: string, more: Partial<DocumentKind> = {}): DocumentKind => ({
  id,
  title: { en: id },
  mediaTypes: ["application/pdf", "image/png"],
  maxBytes: 10_000_000,
  ...more,
});

const permit = a.definition({
  documents: [
    kind("plan"),
    kind("fire-result", { requiredIf: fact("/answers/rooms").atLeast(10) }),
    kind("photo", { optional: true }),
    kind("registration", { waivedByRegistry: "businesses" }),
  ],
});
const facts = (rooms: number): Facts => ({
  answers: { rooms },
  applicant: { kind: "person" },
  place: { code: "a", area: "rural" },
});
const ids = (documents: readonly DocumentKind[]) => documents.map(({ id }) => id);

describe("the documents of a case", () => {
  it("are those without a condition and those whose condition holds", () => {
    expect(ids(requiredDocuments(permit, facts(9)))).toEqual(["plan", "registration"]);
    expect(ids(requiredDocuments(permit, facts(10)))).toEqual([
      "plan",
      "fire-result",
      "registration",
    ]);
  });

  it("are not asked for where a connected registry holds them", () => {
    expect(ids(requiredDocuments(permit, facts(1), ["businesses"]))).toEqual(["plan"]);
    expect(ids(requiredDocuments(permit, facts(1), ["land"]))).toEqual(["plan", "registration"]);
  });

  it("are all told that are missing", () => {
    expect(checkDocuments(permit, facts(1), ["photo"])).toEqual([
      expect.objectContaining({
        pointer: "/documents/plan",
        code: "document-missing",
        label: { en: "plan" },
      }),
      expect.objectContaining({ pointer: "/documents/registration", code: "document-missing" }),
    ]);
  });

  it("may be given where they are not required", () => {
    expect(
      checkDocuments(permit, facts(1), ["plan", "registration", "photo", "fire-result"]),
    ).toEqual([]);
  });

  it("are refused where the permit knows none of the kind", () => {
    expect(checkDocuments(permit, facts(1), ["plan", "registration", "cat", "cat"])).toMatchObject([
      { pointer: "/documents/cat", code: "document-unknown" },
    ]);
  });

  it("are found by their id", () => {
    expect(findDocument(permit, "photo")?.optional).toBe(true);
    expect(findDocument(permit, "cat")).toBeUndefined();
  });
});

describe("a file for a document", () => {
  it("is accepted up to the last byte allowed", () => {
    expect(checkFile(kind("plan"), { mediaType: "image/png", size: 10_000_000 })).toEqual([]);
  });

  it.each([
    [
      "beyond the size",
      { mediaType: "image/png", size: 10_000_001 },
      "document-too-large",
      "The file must be at most 10 MB.",
    ],
    [
      "of another type",
      { mediaType: "text/html", size: 5 },
      "document-media-type",
      "The file must be one of: PDF, PNG.",
    ],
    ["that is empty", { mediaType: "image/png", size: 0 }, "document-empty", "The file is empty."],
  ])("is refused %s", (_, file, code, words) => {
    expect(checkFile(kind("plan"), file)).toMatchObject([
      { pointer: "/documents/plan", code, detail: { en: words } },
    ]);
  });
});
