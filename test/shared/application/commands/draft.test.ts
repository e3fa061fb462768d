import { describe, expect, it } from "vitest";
import {
  addDocument,
  hasRoom,
  MOST_DOCUMENTS,
  openingOf,
  saveAnswers,
} from "../../../../shared/application/commands/draft.ts";
import { Dossier, officer } from "../../../builders/application.ts";
import { refusalOf } from "../refusal.ts";

const request = { reasons: [], fields: ["/answers/taxCode"], documents: ["plan"], text: "?" };
const opening = { fields: ["/answers/taxCode", "/answers/premises"], documents: ["plan"] };
const before = { taxCode: "1", businessName: "A", premises: [{ address: "x" }] };

describe("what an applicant may change", () => {
  it("is everything in a draft", () => {
    expect(openingOf(new Dossier().case, undefined)).toEqual({ fields: "all", documents: "all" });
  });

  it("is what was asked for, while a supplement is owed", () => {
    const file = new Dossier().submitted().at("reception");
    file.decided("reception", officer("reception"), {
      outcome: "supplement",
      ...request,
      documents: ["right-to-premises"],
    });
    expect(openingOf(file.case, request)).toEqual({
      fields: request.fields,
      documents: request.documents,
    });
  });

  it("is nothing while the authority has the file, nor after its end", () => {
    const file = new Dossier().submitted().at("reception");
    expect(refusalOf(() => openingOf(file.case, request)).code).toBe("wrong-state");
    const ended = new Dossier().due();
    expect(refusalOf(() => openingOf(ended.case, undefined)).code).toBe("wrong-state");
  });
});

describe("the documents of an application", () => {
  const announced = (count: number, addedAt: number) => Array(count).fill({ addedAt });

  it("have their room in a draft", () => {
    const { case: draft } = new Dossier();
    expect(hasRoom(draft, announced(MOST_DOCUMENTS - 1, draft.now))).toBe(true);
    expect(hasRoom(draft, announced(MOST_DOCUMENTS, draft.now))).toBe(false);
  });

  it("have room anew for what a supplement asks for, however many were handed in", () => {
    const file = new Dossier().submitted().at("reception");
    const before = announced(MOST_DOCUMENTS, file.case.now - 1);
    file.decided("reception", officer("reception"), {
      outcome: "supplement",
      ...request,
      documents: ["right-to-premises"],
    });
    const { case: asked } = file;
    expect(hasRoom(asked, before)).toBe(true);
    const since = announced(MOST_DOCUMENTS, asked.now);
    expect(hasRoom(asked, [...before, ...since])).toBe(false);
  });
});

describe("saving answers to a supplement request", () => {
  const save = (answers: Record<string, unknown>) => saveAnswers(opening, before, answers, "d");

  it("changes what was asked for, and what lies within it", () => {
    const premises = [{ address: "y" }, { address: "z" }];
    expect(save({ ...before, taxCode: "2", premises })).toEqual([
      { type: "AnswersSaved", digest: "d" },
    ]);
  });

  it("names every other member that was changed, added or left out", () => {
    const { businessName: _, ...less } = before;
    expect(refusalOf(() => save({ ...less, "a/b": 1 })).pointers).toEqual([
      "/answers/businessName",
      "/answers/a~1b",
    ]);
  });

  it("does not take a field for one whose name begins alike", () => {
    expect(refusalOf(() => save({ ...before, taxCodeOld: "9" })).pointers).toEqual([
      "/answers/taxCodeOld",
    ]);
  });
});

describe("adding a document", () => {
  it("adds any kind to a draft, and to a supplement only the kinds that were asked for", () => {
    const all = { fields: "all", documents: "all" } as const;
    expect(addDocument(all, { id: "1", kind: "lease" })).toHaveLength(1);
    expect(addDocument(opening, { id: "1", kind: "plan" })).toHaveLength(1);
    expect(refusalOf(() => addDocument(opening, { id: "1", kind: "lease" })).code).toBe(
      "wrong-state",
    );
  });
});
