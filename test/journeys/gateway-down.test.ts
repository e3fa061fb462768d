/** The payment gateway is out of reach for a while: who has to pay is told, and pays later. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { decide, pay, phase, submitted } from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { openPlatform } from "./platform.ts";

let platform: Platform;
let lan: Person;
let isDown = false;
const there = globalThis.fetch;

beforeAll(async () => {
  vi.stubGlobal("fetch", (...call: Parameters<typeof fetch>) =>
    isDown && String(call[0]).includes("/gateway/")
      ? Promise.reject(new TypeError("fetch failed"))
      : there(...call),
  );
  platform = await openPlatform();
  lan = await signIn(platform.url, "lan");
});
afterAll(async () => {
  await platform?.close();
  vi.unstubAllGlobals();
});

it("loses nothing, and asks to come back", async () => {
  const { id } = (await submitted(lan)).body;
  await decide(await signIn(platform.url, "dienban-reception"), id, "reception");
  await phase(lan, id, "payment");
  isDown = true;
  const refused = await lan.post(`/applications/${id}/checkout`);
  expect([refused.status, refused.body.code]).toEqual([503, "gateway-unavailable"]);
  expect(refused.body.retryable).toBe(true);
  expect(refused.headers.get("retry-after")).not.toBeNull();
  isDown = false;
  await pay(lan, id);
  const { body } = await phase(lan, id, "processing");
  expect(body.feeLines).toMatchObject([
    {
      title: "Appraisal for each place of sale",
      quantity: 1,
      unitAmount: 400_000,
      amount: 400_000,
      basis: { article: "4" },
    },
  ]);
});
