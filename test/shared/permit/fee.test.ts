import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Facts, fact } from "../../../shared/permit/condition.ts";
import { FeeError, feeFor } from "../../../shared/permit/fee.ts";
import type { Tariff, TariffLine } from "../../../shared/permit/permit.ts";
import { retailLiquorV1 } from "../../../workflows/permits/retail-liquor/v1.ts";
import * as a from "../../builders/definition.ts";

const facts = (answers: unknown = { rooms: 3 }): Facts => ({
  answers,
  applicant: { kind: "household" },
  place: { code: "a", area: "rural" },
});
const line = (more: Partial<TariffLine> = {}): TariffLine => ({
  id: "line",
  title: { en: "Line" },
  amount: 100,
  ...more,
});
const tariff = (from: string, more: Partial<Tariff> = {}): Tariff => ({
  from,
  basis: a.A_BASIS,
  lines: [line()],
  ...more,
});
const permitWith = (...tariffs: readonly Tariff[]) =>
  a.definition({ fee: { currency: "VND", tariffs } });

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof FeeError) return error.code;
    throw error;
  }
  throw new Error("Nothing was thrown.");
};

describe("a fee", () => {
  it("is that of the tariff in force on the day, its last day included", () => {
    const permit = permitWith(
      tariff("2026-01-01", { to: "2026-06-30" }),
      tariff("2026-07-01", { lines: [line({ amount: 150 })] }),
    );
    expect(feeFor(permit, facts(), "2026-06-30").total).toBe(100);
    expect(feeFor(permit, facts(), "2026-07-01").total).toBe(150);
  });

  it("cannot be told on a day without a tariff", () => {
    expect(codeOf(() => feeFor(permitWith(tariff("2026-01-01")), facts(), "2025-12-31"))).toBe(
      "NO_TARIFF_IN_FORCE",
    );
  });

  it("adds up the lines whose condition holds", () => {
    const lines = [
      line({ id: "base" }),
      line({ id: "household", amount: 7, when: fact("/applicant/kind").equals("household") }),
      line({ id: "person", amount: 9, when: fact("/applicant/kind").equals("person") }),
    ];
    const fee = feeFor(permitWith(tariff("2026-01-01", { lines })), facts(), "2026-01-01");
    expect(fee.lines.map(({ id }) => id)).toEqual(["base", "household"]);
    expect(fee).toMatchObject({ currency: "VND", total: 107 });
  });

  it.each([
    ["a number", "/answers/rooms", { rooms: 4 }, 400],
    ["the length of a list", "/answers/places", { places: [{}, {}] }, 200],
    ["none", "/answers/rooms", { rooms: 0 }, 0],
  ])("multiplies by %s", (_, quantity, answers, total) => {
    const permit = permitWith(tariff("2026-01-01", { lines: [line({ quantity })] }));
    expect(feeFor(permit, facts(answers), "2026-01-01").total).toBe(total);
  });

  it.each([undefined, "3", 1.5, -1, null, Number.MAX_VALUE])(
    "is not guessed where what counts is %j",
    (rooms) => {
      const permit = permitWith(
        tariff("2026-01-01", { lines: [line({ quantity: "/answers/rooms" })] }),
      );
      expect(codeOf(() => feeFor(permit, facts({ rooms }), "2026-01-01"))).toBe("QUANTITY_UNKNOWN");
    },
  );

  it("does not ask how many where the line does not apply", () => {
    const lines = [
      line({ quantity: "/renewal/daysLate", when: fact("/renewal/daysLate").atLeast(1) }),
    ];
    expect(feeFor(permitWith(tariff("2026-01-01", { lines })), facts(), "2026-01-01").total).toBe(
      0,
    );
  });

  it("counts by the day where the law does", () => {
    const lines = [
      line({ quantity: "/renewal/daysLate", when: fact("/renewal/daysLate").atLeast(1) }),
    ];
    const late = { ...facts(), renewal: { daysLate: 12 } };
    expect(feeFor(permitWith(tariff("2026-01-01", { lines })), late, "2026-01-01").total).toBe(
      1200,
    );
  });

  it("is an exact integer or an error", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.nat({ max: 10_000 }),
        (amount, rooms) => {
          const permit = permitWith(
            tariff("2026-01-01", { lines: [line({ amount, quantity: "/answers/rooms" })] }),
          );
          const exact = BigInt(amount) * BigInt(rooms);
          if (exact > BigInt(Number.MAX_SAFE_INTEGER)) {
            expect(codeOf(() => feeFor(permit, facts({ rooms }), "2026-01-01"))).toBe(
              "AMOUNT_TOO_LARGE",
            );
          } else expect(BigInt(feeFor(permit, facts({ rooms }), "2026-01-01").total)).toBe(exact);
        },
      ),
    );
  });

  it("is nothing, in no currency, for a permit without one", () => {
    expect(feeFor(a.definition({ fee: undefined }), facts(), "2026-01-01")).toEqual({
      currency: "XXX",
      total: 0,
      lines: [],
    });
  });
});

describe("the fee of a retail liquor licence", () => {
  it.each([
    ["organisation", "urban", 2, 2_400_000],
    ["organisation", "rural", 1, 600_000],
    ["household", "urban", 1, 400_000],
    ["household", "rural", 3, 600_000],
  ])("for a %s in an %s place with %i places of sale", (kind, area, count, total) => {
    const case_ = {
      answers: { premises: Array(count).fill({}) },
      applicant: { kind },
      place: { code: "a", area },
    };
    expect(feeFor(retailLiquorV1, case_, "2026-11-23")).toMatchObject({ currency: "VND", total });
  });

  it("explains its line with the reason and the law", () => {
    const case_ = {
      answers: { premises: [{}, {}] },
      applicant: { kind: "household" },
      place: { code: "a", area: "urban" },
    };
    expect(feeFor(retailLiquorV1, case_, "2026-11-23").lines).toMatchObject([
      {
        quantity: 2,
        unitAmount: 400_000,
        basis: { act: { en: "Circular 168/2016/TT-BTC" } },
        explanation: {
          en: "2 × the amount for one (places of sale), because the applicant is a household business and the area is a city or town.",
        },
      },
    ]);
  });
});
