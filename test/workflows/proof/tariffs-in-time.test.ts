import { describe, expect, it } from "vitest";
import { tariffsInTime } from "../../../workflows/proof/tariffs-in-time.ts";
import * as a from "../../builders/definition.ts";

const line = { id: "line", title: { en: "Line" }, amount: 100 };
describe("the rule that one tariff is in force on every day", () => {
  it("finds nothing in a sound definition", () => {
    expect(tariffsInTime(a.definition())).toEqual([]);
  });

  it("accepts tariffs that follow on each other", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [
              { from: "2020-01-01", to: "2026-06-30", basis: a.A_BASIS, lines: [line] },
              { from: "2026-07-01", basis: a.A_BASIS, lines: [line] },
            ],
          },
        }),
      ),
    ).toEqual([]);
  });

  it("accepts them in any order", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [
              { from: "2026-07-01", basis: a.A_BASIS, lines: [line] },
              { from: "2020-01-01", to: "2026-06-30", basis: a.A_BASIS, lines: [line] },
            ],
          },
        }),
      ),
    ).toEqual([]);
  });

  it("refuses a gap between two", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [
              { from: "2020-01-01", to: "2026-06-29", basis: a.A_BASIS, lines: [line] },
              { from: "2026-07-01", basis: a.A_BASIS, lines: [line] },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[1].from",
        fault: expect.stringContaining("between 2026-06-29"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses two on the same day", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [
              { from: "2020-01-01", to: "2026-07-01", basis: a.A_BASIS, lines: [line] },
              { from: "2026-07-01", basis: a.A_BASIS, lines: [line] },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[1].from",
        fault: expect.stringContaining("still in force"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses two that are both open", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [
              { from: "2020-01-01", basis: a.A_BASIS, lines: [line] },
              { from: "2026-07-01", basis: a.A_BASIS, lines: [line] },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[1].from",
        fault: expect.stringContaining("still in force"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a permit that begins before its tariff", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [{ from: "2026-02-01", basis: a.A_BASIS, lines: [line] }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[0].from",
        fault: expect.stringContaining("from 2026-01-01"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a last tariff that ends while the permit goes on", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [{ from: "2020-01-01", to: "2026-12-31", basis: a.A_BASIS, lines: [line] }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[0].to",
        fault: expect.stringContaining("after 2026-12-31"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a tariff of no days", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [{ from: "2026-01-02", to: "2026-01-01", basis: a.A_BASIS, lines: [line] }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[0].from",
        fault: expect.stringContaining("no two days"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a day that does not exist", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [{ from: "2026-13-01", basis: a.A_BASIS, lines: [line] }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[0].from",
        fault: expect.stringContaining("no two days"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses a fee without a tariff", () => {
    expect(tariffsInTime(a.definition({ fee: { currency: "VND", tariffs: [] } }))).toEqual([
      { path: "fee.tariffs", fault: expect.stringContaining("none"), remedy: expect.any(String) },
    ]);
  });

  it("refuses a currency that is none", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "dong",
            tariffs: [{ from: "2026-01-01", basis: a.A_BASIS, lines: [line] }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.currency",
        fault: expect.stringContaining("no currency"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses half an amount", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [{ from: "2026-01-01", basis: a.A_BASIS, lines: [{ ...line, amount: 0.5 }] }],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[0].lines[0].amount",
        fault: expect.stringContaining("no amount"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("refuses to count what cannot be counted", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [
              {
                from: "2026-01-01",
                basis: a.A_BASIS,
                lines: [{ ...line, quantity: "/answers/name" }],
              },
            ],
          },
        }),
      ),
    ).toEqual([
      {
        path: "fee.tariffs[0].lines[0].quantity",
        fault: expect.stringContaining("neither a number"),
        remedy: expect.any(String),
      },
    ]);
  });

  it("counts the length of a list", () => {
    expect(
      tariffsInTime(
        a.definition({
          fee: {
            currency: "VND",
            tariffs: [
              {
                from: "2026-01-01",
                basis: a.A_BASIS,
                lines: [{ ...line, quantity: "/answers/places" }],
              },
            ],
          },
        }),
      ),
    ).toEqual([]);
  });
});
