import { describe, expect, it } from "vitest";
import { fact } from "../../../shared/permit/condition.ts";
import { soundDocuments } from "../../../workflows/proof/sound-documents.ts";
import * as a from "../../builders/definition.ts";

describe("the rule about documents", () => {
  it("finds nothing in a sound definition", () => {
    expect(soundDocuments(a.definition())).toEqual([]);
  });

  it("refuses a document that no file can be", () => {
    expect(
      soundDocuments(
        a.definition({ documents: [{ ...a.definition().documents[0]!, mediaTypes: [] }] }),
      ),
    ).toEqual([
      {
        path: "documents[0].mediaTypes",
        fault: expect.stringContaining("no file"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a document beyond what the platform takes", () => {
    expect(
      soundDocuments(
        a.definition({ documents: [{ ...a.definition().documents[0]!, maxBytes: 10_000_001 }] }),
      ),
    ).toEqual([
      {
        path: "documents[0].maxBytes",
        fault: expect.stringContaining("no size"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a document that is optional and required", () => {
    expect(
      soundDocuments(
        a.definition({
          documents: [
            {
              ...a.definition().documents[0]!,
              optional: true,
              requiredIf: fact("/answers/kind").equals("bar"),
            },
          ],
        }),
      ),
    ).toEqual([
      {
        path: "documents[0].optional",
        fault: expect.stringContaining("required"),
        remedy: expect.any(String),
      },
    ]);
  });
});
