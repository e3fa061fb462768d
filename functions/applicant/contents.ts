/** What an applicant has put into a file, and every fault in it. */
import type { Application } from "../../shared/application/application.ts";
import { type Case, factsOf } from "../../shared/application/case.ts";
import { noticeFaults } from "../../shared/application/notice.ts";
import { checkAnswers } from "../../shared/permit/answers.ts";
import { checkDocuments } from "../../shared/permit/documents.ts";
import type { Fault } from "../../shared/problem.ts";
import type { StoredDocument } from "../../shared/store/documents.ts";
import type { Store } from "../../shared/store/store.ts";

export interface Contents {
  readonly answers: unknown;
  readonly digest: string;
  readonly documents: readonly StoredDocument[];
}

export async function contentsOf(store: Store, { id }: Application): Promise<Contents> {
  const [stored, documents] = await Promise.all([
    store.applications.answers(id),
    store.documents.all(id),
  ]);
  return { answers: stored?.answers ?? {}, digest: stored?.digest ?? "", documents };
}

/** Every fault at once: in the answers, in the documents, and in files that did not arrive well. */
export function contentFaults(kase: Case, contents: Contents): Fault[] {
  const { application, permit } = kase;
  const facts = factsOf(kase, application, contents.answers);
  const { documents } = contents;
  const clean = documents.filter(({ status }) => status === "clean").map(({ kind }) => kind);
  return [
    ...checkAnswers(permit, contents.answers),
    ...(application.phase === "draft" ? noticeFaults(kase, contents.answers, kase.now) : []),
    ...checkDocuments(permit, facts, clean),
    ...documents
      .filter(({ status, kind }) => status !== "clean" && !clean.includes(kind))
      .map((document) => ({
        pointer: `/documents/${document.kind}`,
        code: document.status === "awaited" ? "document-awaited" : "document-rejected",
        detail: document.status === "awaited" ? AWAITED : REJECTED,
      })),
  ];
}

const AWAITED = {
  en: "The file was announced but has not arrived yet, or is still being examined.",
  vi: "Tệp đã khai báo nhưng chưa tải lên xong hoặc đang được kiểm tra.",
};
const REJECTED = {
  en: "The file was refused when it was examined; remove it and add another.",
  vi: "Tệp không đạt khi kiểm tra; hãy xoá và tải tệp khác.",
};
