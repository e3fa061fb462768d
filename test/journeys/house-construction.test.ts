import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleFiling } from "../../infra/local/example-filings.ts";
import type { Platform } from "../../infra/local/platform.ts";
import { decide, pay, phase } from "./dossier.ts";
import { filed, holds, later, stagesOf } from "./filing.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

let platform: Platform;
let lan: Person;
const officers: Record<string, Person> = {};
const at = (role: string) => officers[role] as Person;

beforeAll(async () => {
  platform = await openPlatform();
  lan = await signIn(platform.url, "lan");
  for (const role of ["reception", "inspector", "infrastructure", "appraiser", "leader"]) {
    officers[role] = await signIn(platform.url, `dienban-${role}`);
  }
  officers["fire-safety"] = await signIn(platform.url, "quangnam-fire-safety");
});
afterAll(() => platform?.close());

const house = (changes: object = {}) => {
  const { answers, ...filing } = exampleFiling("house-construction");
  return { ...filing, answers: { ...answers, ...changes } };
};
const SOUND = ["boundaries", "building-line", "not-begun", "neighbours"].map((item) => ({
  item,
  result: "met",
}));

/** Accepted and paid: it stands at the site check and the consultations. */
async function consulted(filing: ReturnType<typeof house>): Promise<string> {
  const { id } = await filed(lan, filing);
  await decide(at("reception"), id, "intake");
  await pay(lan, id);
  await decide(at("inspector"), id, "site-check", { outcome: "pass", checklist: SOUND });
  return id;
}

/** Two working days of silence, wherever weekends and holidays lie. */
async function silence(id: string, stage: string): Promise<void> {
  for (let days = 0; days < 15; days++) {
    if ((await stagesOf(lan, id))[stage]?.outcome) return;
    await later(platform.url, 1);
  }
}

describe("a household asks for a permit to build its house", () => {
  it("gets it, with the infrastructure division's silence as its consent", async () => {
    const id = await consulted(house());
    await silence(id, "infrastructure");
    await decide(at("appraiser"), id, "appraisal");
    await decide(at("leader"), id, "signing");
    await phase(lan, id, "issued");
    const stages = await stagesOf(lan, id);
    expect(stages["infrastructure"]).toMatchObject({ outcome: "Approved", as: "deemedConsent" });
    expect(stages["culture"]).toMatchObject({ as: "skipped" });
    expect(stages["site-check"]).not.toHaveProperty("as");
    const { body } = await lan.get(`/applications/${id}/licence`);
    expect(body.number).toMatch(/^\d{4}\/\d{4}\/GPXD-H47\.21$/);
  });

  it("is told by the appraisal, not by the province's objection, that it may not build", async () => {
    const filing = house({ fireReview: true });
    const documents = [...filing.documents, "fire-result"];
    const id = await consulted({ ...filing, documents });
    await decide(at("infrastructure"), id, "infrastructure", { outcome: "consent" });
    const objection = { outcome: "object", reasons: ["fire-safety-objects"], text: "Lối thoát." };
    expect((await decide(at("fire-safety"), id, "fire-safety", objection)).status).toBe(200);
    const refusal = { outcome: "refuse", reasons: ["against-the-plan"] };
    expect((await decide(at("appraiser"), id, "appraisal", refusal)).status).toBe(200);
    await phase(lan, id, "refused");
    const stages = await stagesOf(lan, id);
    expect(stages["fire-safety"]).toMatchObject({ outcome: "Approved", as: "objected" });
    expect(stages["fire-safety"]?.unit).toContain("Fire safety police");
  });

  it("is refused when what was asked does not come within two working days", async () => {
    const id = await consulted(house());
    await decide(at("infrastructure"), id, "infrastructure", { outcome: "consent" });
    await decide(at("appraiser"), id, "appraisal", {
      outcome: "supplement",
      documents: ["floor-plans"],
      text: "Thiếu mặt cắt.",
    });
    await phase(lan, id, "supplement");
    await silence(id, "appraisal-supplement");
    await phase(lan, id, "processing");
    const again = { outcome: "supplement", documents: ["floor-plans"], text: "Nữa." };
    expect((await decide(at("appraiser"), id, "appraisal", again)).body.code).toBe("not-permitted");
    const refusal = { outcome: "refuse", reasons: ["not-supplemented"] };
    expect((await decide(at("appraiser"), id, "appraisal", refusal)).status).toBe(200);
    await phase(lan, id, "refused");
    expect((await stagesOf(lan, id))["appraisal-supplement"]).toMatchObject({
      as: "notSupplemented",
    });
  });

  it("takes it back, and no inbox of the five keeps a task", async () => {
    const filing = house({ fireReview: true });
    const documents = [...filing.documents, "fire-result"];
    const id = await consulted({ ...filing, documents });
    await eventually(
      () => holds(at("fire-safety"), id),
      (held) => held,
    );
    await lan.post(`/applications/${id}/withdrawal`);
    for (const role of ["infrastructure", "fire-safety", "inspector", "appraiser", "reception"]) {
      expect(await holds(at(role), id)).toBe(false);
    }
  });
});
