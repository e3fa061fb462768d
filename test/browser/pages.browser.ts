/** The pages of the one-machine home, in a browser. */
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { decide, phase, submitted } from "../journeys/dossier.ts";
import { type Person, signIn } from "../journeys/people.ts";
import { openPlatform } from "../journeys/platform.ts";
import { openChromium, openPage } from "./chromium.ts";

let platform: Platform;
let browser: Browser;
let context: BrowserContext;
let lan: Person;

beforeAll(async () => {
  platform = await openPlatform({ clock: "real" });
  browser = await openChromium();
  context = await browser.newContext({ locale: "en-GB" });
  lan = await signIn(platform.url, "lan");
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

it.each([
  ["/", "Licentia"],
  ["/docs", "/permits/{permit}"],
  ["/mailbox", "Mail"],
  ["/V", "Licence check"],
])("%s opens without an error", async (path, words) => {
  const { page, faults } = await openPage(context);
  await page.goto(`${platform.url}${path}`);
  await page.getByText(words).first().waitFor();
  expect(faults).toEqual([]);
  await page.close();
});

it("a fee is paid at the gateway's page, and the file goes on", async () => {
  const { id } = (await submitted(lan)).body;
  await decide(await signIn(platform.url, "dienban-reception"), id, "reception");
  await phase(lan, id, "payment");
  const { body: checkout } = await lan.post(`/applications/${id}/checkout`);
  const { page } = await openPage(context);
  await page.goto(checkout.url);
  await page.getByText("400,000").first().waitFor();
  await page.locator('input[value="paid"]').check();
  await page.getByRole("button", { name: "Continue" }).click();
  await phase(lan, id, "processing");
  await page.close();
});
