import { describe, expect, it } from "vitest";
import * as z from "zod";
import { contentFaults } from "../../functions/applicant/contents.ts";
import type { Application } from "../../shared/application/application.ts";
import type { Case } from "../../shared/application/case.ts";
import { HOLDER } from "../../shared/licence/record.ts";
import { Dossier, MONDAY_NINE } from "../builders/application.ts";

describe("what is handed in", () => {
  const { application, law, answers } = new Dossier();
  const places = (kase: Partial<Case> = {}) =>
    contentFaults(
      { ...law, application, now: MONDAY_NINE, ...kase },
      { answers, digest: "", documents: [] },
    ).filter(({ pointer }) => pointer === "/place");

  it("is taken for a place that has every office that acts on it", () => {
    expect(places()).toEqual([]);
  });

  it("is not taken where an office has gone since the draft was begun", () => {
    const units = law.authority.units.filter(({ id }) => id !== "ubnd-dien-ban");
    const authority = { ...law.authority, units };
    expect(places({ authority })).toMatchObject([{ pointer: "/place", code: "unknown" }]);
  });
});

describe("a validity that the answers choose", () => {
  const { application, law } = new Dossier();
  const validityChosen = { firstDay: "/answers/from", lastDay: "/answers/to" };
  const permit = {
    ...law.permit,
    answers: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
    documents: [],
    licence: {
      ...law.permit.licence,
      claims: law.permit.licence.claims
        .filter(({ id }) => id === HOLDER)
        .map((claim) => ({ ...claim, value: "/answers/from" })),
      validityChosen,
    },
  };
  const handedIn = (answers: object, phase: Application["phase"] = "draft") =>
    contentFaults(
      { ...law, permit, application: { ...application, phase }, now: MONDAY_NINE },
      { answers, digest: "", documents: [] },
    );

  it("is refused where it is none, or its days are over", () => {
    expect(handedIn({ from: "2030-05-02", to: "2030-05-01" })).toMatchObject([
      { pointer: "/answers/to", code: "no-validity" },
    ]);
    expect(handedIn({ from: "2020-05-01", to: "2020-05-01" })).toMatchObject([
      { pointer: "/answers/to", code: "past" },
    ]);
  });

  it("is not refused for its days once the file was handed in", () => {
    expect(handedIn({ from: "2020-05-01", to: "2020-05-01" }, "processing")).toEqual([]);
  });
});
