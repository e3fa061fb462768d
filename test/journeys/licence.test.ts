import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { anonymously, decide, pay, phase, submitted } from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { openPlatform } from "./platform.ts";

let platform: Platform;
let lan: Person;
let officers: Record<"reception" | "appraiser" | "head" | "leader", Person>;

beforeAll(async () => {
  platform = await openPlatform();
  lan = await signIn(platform.url, "lan");
  officers = {
    reception: await signIn(platform.url, "dienban-reception"),
    appraiser: await signIn(platform.url, "dienban-appraiser"),
    head: await signIn(platform.url, "dienban-head"),
    leader: await signIn(platform.url, "dienban-leader"),
  };
});
afterAll(() => platform?.close());

describe("a household asks for a retail liquor licence", () => {
  it("gets it when everybody has agreed and the fee is paid", async () => {
    const { body: filed } = await submitted(lan);
    expect(filed).toMatchObject({ phase: "submitted", fee: { amount: 400_000, currency: "VND" } });
    expect(filed.dossier).toMatch(/^H47\.21-\d{6}-\d{4}$/);
    expect((await decide(officers.reception, filed.id, "reception")).status).toBe(200);
    await pay(lan, filed.id);
    const processing = await phase(lan, filed.id, "processing");
    expect(processing.body.promisedDueAt).toMatch(/T17:00:00\+07:00$/);
    for (const [role, stage] of [
      ["appraiser", "appraisal"],
      ["head", "head"],
      ["leader", "signing"],
    ] as const) {
      expect((await decide(officers[role], filed.id, stage)).status).toBe(200);
    }
    await phase(lan, filed.id, "issued");
    const { body: licence } = await lan.get(`/applications/${filed.id}/licence`);
    expect(licence.number).toMatch(/^\d{4}\/\d{4}\/GP-H47\.21$/);
    const verdict = await anonymously(platform.url).post("/verifications", {
      licence: licence.sdJwt,
    });
    expect(verdict.body).toMatchObject({ verdict: "valid", licence: { number: licence.number } });
  });
});
