import { describe, expect, it } from "vitest";
import { fact } from "../../../shared/permit/condition.ts";
import { paymentBeforeIssue } from "../../../workflows/proof/payment-before-issue.ts";
import * as a from "../../builders/definition.ts";

describe("the rule that what is owed is paid first", () => {
  it("finds nothing in a sound definition", () => {
    expect(paymentBeforeIssue(a.definition())).toEqual([]);
  });

  it("refuses a fee that is paid nowhere", () => {
    expect(paymentBeforeIssue(a.definition({ stages: [a.reception, a.signing, a.issue] }))).toEqual(
      [{ path: "fee", fault: expect.stringContaining("no stage"), remedy: expect.any(String) }],
    );
  });

  it("refuses a payment of nothing", () => {
    expect(paymentBeforeIssue(a.definition({ fee: undefined }))).toEqual([
      {
        path: "stages[1]",
        fault: expect.stringContaining("nothing to pay"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a second payment", () => {
    expect(
      paymentBeforeIssue(
        a.definition({ stages: [a.reception, a.fee, { ...a.fee, id: "more" }, a.issue] }),
      ),
    ).toEqual([
      { path: "stages[2]", fault: expect.stringContaining("already"), remedy: expect.any(String) },
    ]);
  });

  it("refuses a payment after the issue", () => {
    expect(paymentBeforeIssue(a.definition({ stages: [a.reception, a.issue, a.fee] }))).toEqual([
      {
        path: "stages[2]",
        fault: expect.stringContaining("after the issue"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a payment that a condition could skip", () => {
    expect(
      paymentBeforeIssue(
        a.definition({
          stages: [a.reception, { ...a.fee, when: fact("/answers/kind").equals("inn") }, a.issue],
        }),
      ),
    ).toEqual([
      {
        path: "stages[1].when",
        fault: expect.stringContaining("without paying"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("accepts a permit that costs nothing", () => {
    expect(
      paymentBeforeIssue(
        a.definition({ fee: undefined, stages: [a.reception, a.signing, a.issue] }),
      ),
    ).toEqual([]);
  });
});
