import { describe, expect, it } from "vitest";
import { certainClaims } from "../../../workflows/proof/certain-claims.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that the licence says what it must", () => {
  it("finds nothing in a sound definition", () => {
    expect(certainClaims(a.definition())).toEqual([]);
  });

  it("refuses a claim about a field that does not exist", () => {
    expect(
      certainClaims(
        a.definition({
          licence: {
            ...a.licence,
            claims: [{ ...a.licence.claims[0]!, value: "/answers/nowhere" }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "licence.claims[0].value",
        fault: expect.stringContaining("no field"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a claim about a field that may be absent", () => {
    expect(
      certainClaims(
        a.definition({
          licence: { ...a.licence, claims: [{ ...a.licence.claims[0]!, value: "/answers/note" }] },
        }),
      ),
    ).toEqual([
      {
        path: "licence.claims[0].value",
        fault: expect.stringContaining("may be absent"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a claim about an item beyond those that a list must have", () => {
    expect(
      certainClaims(
        a.definition({
          licence: {
            ...a.licence,
            claims: [{ ...a.licence.claims[0]!, value: "/answers/places/1/address" }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "licence.claims[0].value",
        fault: expect.stringContaining("may be absent"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("accepts a claim about the first item of a list that is never empty", () => {
    expect(
      certainClaims(
        a.definition({
          licence: {
            ...a.licence,
            claims: [{ ...a.licence.claims[0]!, value: "/answers/places/0/address" }],
          },
        }),
      ),
    ).toEqual([]);
  });

  it("refuses a pointer that is none", () => {
    expect(
      certainClaims(
        a.definition({
          licence: { ...a.licence, claims: [{ ...a.licence.claims[0]!, value: "answers/name" }] },
        }),
      ),
    ).toEqual([
      {
        path: "licence.claims[0].value",
        fault: expect.stringContaining("no field"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a registered claim", () => {
    expect(
      certainClaims(
        a.definition({
          licence: { ...a.licence, claims: [{ ...a.licence.claims[0]!, id: "exp" }] },
        }),
      ),
    ).toEqual([
      {
        path: "licence.claims[0].id",
        fault: expect.stringContaining("cannot name"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a number that the printed form uses itself", () => {
    expect(
      certainClaims(
        a.definition({
          licence: { ...a.licence, claims: [{ ...a.licence.claims[0]!, cwtKey: 3 }] },
        }),
      ),
    ).toEqual([
      {
        path: "licence.claims[0].cwtKey",
        fault: expect.stringContaining("no number"),
        remedy: expect.any(String),
      },
    ]);
  });
});
