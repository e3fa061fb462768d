/** What the applicant may still change: a draft, or what a supplement request opened again. */
import type { Instant } from "../../ports.ts";
import { Problem } from "../../problem.ts";
import type { Case } from "../case.ts";
import type { EventBody, SupplementRequest } from "../event.ts";
import { owedSupplement } from "./supplement.ts";

/** What may be changed now: everything, or what was asked for. */
export interface Opening {
  /** JSON Pointers into the answers, or every one. */
  readonly fields: "all" | readonly string[];
  readonly documents: "all" | readonly string[];
}

/**
 * @param request the supplement request that is open, where one is
 * @throws Problem `wrong-state` where nothing may be changed
 */
export function openingOf(
  kase: Pick<Case, "application" | "permit">,
  request: SupplementRequest | undefined,
): Opening {
  const opening = opened(kase, request);
  if (!opening) throw new Problem("wrong-state");
  return opening;
}

function opened(
  { application, permit }: Pick<Case, "application" | "permit">,
  request: SupplementRequest | undefined,
): Opening | undefined {
  if (application.phase === "draft") return { fields: "all", documents: "all" };
  if (!owedSupplement(application, permit) || !request) return undefined;
  return { fields: request.fields, documents: request.documents };
}

/** @throws Problem `validation-failed` naming each field that was changed and may not be */
export function saveAnswers(
  opening: Opening,
  before: unknown,
  answers: Readonly<Record<string, unknown>>,
  digest: string,
): EventBody[] {
  const { fields } = opening;
  if (fields !== "all") {
    const faults = changedPointers(before, answers)
      .filter((pointer) => !fields.some((field) => within(pointer, field)))
      .map((pointer) => ({
        pointer,
        code: "not-asked",
        detail: {
          en: "This was not asked for: only what the supplement request names may be changed.",
          vi: "Mục này không nằm trong yêu cầu bổ sung nên không được sửa.",
        },
      }));
    if (faults.length > 0) throw new Problem("validation-failed", { faults });
  }
  return [{ type: "AnswersSaved", digest }];
}

/** Enough for every kind of document several times over; bounds what one file can store. */
export const MOST_DOCUMENTS = 60;

/**
 * Whether one more document may be announced: the draft has its room, and each supplement its own,
 * since what was handed in cannot be removed to make some.
 * @param present every document of the application
 */
export function hasRoom(
  { application, permit }: Pick<Case, "application" | "permit">,
  present: readonly { readonly addedAt: Instant }[],
): boolean {
  const since = owedSupplement(application, permit)?.openedAt ?? 0;
  return present.filter(({ addedAt }) => addedAt >= since).length < MOST_DOCUMENTS;
}

/** @throws Problem `wrong-state` for a kind of document that was not asked for */
export function addDocument(opening: Opening, document: { id: string; kind: string }): EventBody[] {
  if (!isOpenFor(opening, document.kind)) throw new Problem("wrong-state");
  return [{ type: "DocumentAdded", document: document.id, kind: document.kind }];
}

/** Whether a document of a kind that was announced may still come in. */
export function admitsDocument(
  kase: Pick<Case, "application" | "permit">,
  request: SupplementRequest | undefined,
  kind: string,
): boolean {
  const opening = opened(kase, request);
  return opening !== undefined && isOpenFor(opening, kind);
}

function isOpenFor({ documents }: Opening, kind: string): boolean {
  return documents === "all" || documents.includes(kind);
}

function within(pointer: string, field: string): boolean {
  return pointer === field || pointer.startsWith(`${field}/`);
}

/** Pointers of the leaves in which two values differ. */
function changedPointers(before: unknown, after: unknown, pointer = "/answers"): string[] {
  if (Object.is(before, after)) return [];
  if (!isTree(before) || !isTree(after)) return [pointer];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    changedPointers(
      (before as Record<string, unknown>)[name],
      (after as Record<string, unknown>)[name],
      `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    ),
  );
}

function isTree(value: unknown): value is object {
  return value !== null && typeof value === "object";
}
