import { describe, expect, it } from "vitest";
import { contentFaults } from "../../functions/applicant/contents.ts";
import type { Case } from "../../shared/application/case.ts";
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
