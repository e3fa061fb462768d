/** What an applicant has put into a file, and every fault in it. */
import { type Case, factsOf } from "../../shared/application/case.ts";
import { owedSupplement } from "../../shared/application/commands/supplement.ts";
import { noticeFaults } from "../../shared/application/notice.ts";
import { unservedStages } from "../../shared/application/units.ts";
import { roomFaults } from "../../shared/licence/room.ts";
import { checkAnswers } from "../../shared/permit/answers.ts";
import type { Facts } from "../../shared/permit/condition.ts";
import { checkDocuments } from "../../shared/permit/documents.ts";
import { validityFaults } from "../../shared/permit/validity.ts";
import type { Fault } from "../../shared/problem.ts";
import type { Answers } from "../../shared/store/applications.ts";
import type { StoredDocument } from "../../shared/store/documents.ts";
import * as keys from "../../shared/store/keys.ts";
import type { Store } from "../../shared/store/store.ts";
import type { Key } from "../../shared/store/table.ts";

export interface Contents {
  readonly answers: unknown;
  readonly digest: string;
  readonly documents: readonly StoredDocument[];
}

type File = Pick<Case, "application" | "permit">;

export async function contentsOf(store: Store, file: File): Promise<Contents> {
  const [stored, documents] = await Promise.all([
    answersOf(store, file),
    store.documents.all(file.application.id),
  ]);
  return { answers: stored?.answers ?? {}, digest: stored?.digest ?? "", documents };
}

/** The answers as their applicant sees them: what is saved of a supplement stands before what was handed in. */
export async function answersOf(
  { applications }: Store,
  { application, permit }: File,
): Promise<Answers | undefined> {
  const owed = owedSupplement(application, permit);
  const correction = owed && (await applications.correction(application.id, owed));
  return correction ?? applications.answers(application.id);
}

/** Where the applicant's answers are saved: offices read what was handed in, until it is again. */
export function savedAt({ application, permit }: File): Key {
  const { id } = application;
  const owed = owedSupplement(application, permit);
  return owed ? keys.correction(id, owed.stage, owed.round) : keys.answers(id);
}

/** Every fault at once: in the answers, in the documents, and in files that did not arrive well. */
export function contentFaults(kase: Case, contents: Contents): Fault[] {
  const { application, permit } = kase;
  const facts = factsOf(kase, application, contents.answers);
  const { documents } = contents;
  const clean = documents.filter(({ status }) => status === "clean").map(({ kind }) => kind);
  const isDraft = application.phase === "draft";
  return [
    ...placeFaults(kase),
    ...answerFaults(kase, facts),
    ...(isDraft ? noticeFaults(kase, contents.answers, kase.now) : []),
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

/** Only of answers that are right, and choose a validity that there is, can a licence be composed. */
function answerFaults(kase: Case, facts: Facts): Fault[] {
  const { application, permit, calendar, now } = kase;
  const today = application.phase === "draft" ? calendar.dayOf(now) : undefined;
  const wrong = checkAnswers(permit, facts.answers);
  if (wrong.length > 0) return wrong;
  const chosen = validityFaults(permit, facts, today);
  return chosen.length > 0 ? chosen : roomFaults(kase, facts.answers);
}

/** A file stands still where nobody acts: offices may have gone since it was begun, or renewed. */
function placeFaults({ application, authority, permit }: Case): Fault[] {
  const isDraft = application.phase === "draft";
  if (!isDraft || unservedStages(authority, permit, application.place).length === 0) return [];
  return [{ pointer: "/place", code: "unknown", detail: UNSERVED_PLACE }];
}

export const UNSERVED_PLACE = {
  en: "No office grants this permit for the whole of this place; choose a place within it.",
  vi: "Không có cơ quan giải quyết thủ tục này cho toàn địa bàn; hãy chọn đơn vị cấp dưới.",
};
const AWAITED = {
  en: "The file was announced but has not arrived yet, or is still being examined.",
  vi: "Tệp đã khai báo nhưng chưa tải lên xong hoặc đang được kiểm tra.",
};
const REJECTED = {
  en: "The file was refused when it was examined; remove it and add another.",
  vi: "Tệp không đạt khi kiểm tra; hãy xoá và tải tệp khác.",
};
