/** Which documents a case needs, which are missing, and which file may stand for one. */
import { fill, type Text } from "../text.ts";
import type { Fault } from "./answers.ts";
import { type Facts, holds } from "./condition.ts";
import type { DocumentKind, PermitDefinition } from "./permit.ts";

/** Documents asked for in a case; `registries` are the connected ones, which make theirs unnecessary. */
export function requiredDocuments(
  permit: PermitDefinition,
  facts: Facts,
  registries: readonly string[] = [],
): DocumentKind[] {
  return permit.documents.filter(
    (kind) =>
      !kind.optional &&
      (kind.requiredIf === undefined || holds(kind.requiredIf, facts)) &&
      !(kind.waivedByRegistry !== undefined && registries.includes(kind.waivedByRegistry)),
  );
}

/** Every fault of the documents given (by kind): a required one that is missing, one that nobody asks for. */
export function checkDocuments(
  permit: PermitDefinition,
  facts: Facts,
  given: readonly string[],
  registries: readonly string[] = [],
): Fault[] {
  const missing = requiredDocuments(permit, facts, registries)
    .filter((kind) => !given.includes(kind.id))
    .map((kind) => documentFault(kind.id, "document-missing", MISSING, kind.title));
  const known = permit.documents.map(({ id }) => id);
  const unknown = [...new Set(given)]
    .filter((id) => !known.includes(id))
    .map((id) => documentFault(id, "document-unknown", UNKNOWN));
  return [...missing, ...unknown];
}

/** A document's kind by its id, or undefined. */
export function findDocument(permit: PermitDefinition, id: string): DocumentKind | undefined {
  return permit.documents.find((kind) => kind.id === id);
}

/** What is wrong with a file that is to stand for a document: its media type, its size in bytes. */
export function checkFile(
  kind: DocumentKind,
  file: { readonly mediaType: string; readonly size: number },
): Fault[] {
  const types: readonly string[] = kind.mediaTypes;
  const faults: Fault[] = [];
  if (!types.includes(file.mediaType)) {
    const detail = fill(MEDIA_TYPE, {
      types: types.map((type) => type.replace(/^.*\//, "").toUpperCase()).join(", "),
    });
    faults.push(documentFault(kind.id, "document-media-type", detail, kind.title));
  }
  if (file.size === 0) faults.push(documentFault(kind.id, "document-empty", EMPTY, kind.title));
  if (file.size > kind.maxBytes) {
    const megabytes = Math.floor((kind.maxBytes / 1_000_000) * 10) / 10;
    faults.push(
      documentFault(kind.id, "document-too-large", fill(TOO_LARGE, { megabytes }), kind.title),
    );
  }
  return faults;
}

const MISSING = { en: "Please upload this document.", vi: "Vui lòng tải lên giấy tờ này." };
const UNKNOWN = {
  en: "This permit does not ask for such a document.",
  vi: "Thủ tục này không yêu cầu giấy tờ này.",
};
const MEDIA_TYPE = {
  en: "The file must be one of: {types}.",
  vi: "Tệp phải thuộc một trong các loại: {types}.",
};
const EMPTY = { en: "The file is empty.", vi: "Tệp rỗng." };
const TOO_LARGE = {
  en: "The file must be at most {megabytes} MB.",
  vi: "Tệp không được vượt quá {megabytes} MB.",
};

function documentFault(kind: string, code: string, detail: Text, label?: Text): Fault {
  return { pointer: `/documents/${kind}`, code, detail, ...(label && { label }) };
}
