/** The page at `/V`: what somebody sees who points a telephone at a printed licence. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { inPath, licensed, newKey, type Office } from "../journeys/dossier.ts";
import { signIn } from "../journeys/people.ts";
import { openPlatform } from "../journeys/platform.ts";
import { openChromium, openPage } from "./chromium.ts";

let platform: Platform;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];
let office: Office;
let licence: { readonly number: string; readonly qr: string; readonly sdJwt: string };

beforeAll(async () => {
  platform = await openPlatform({ clock: "real" });
  browser = await openChromium();
  const as = (id: string) => signIn(platform.url, id);
  office = {
    reception: await as("dienban-reception"),
    appraisal: await as("dienban-appraiser"),
    head: await as("dienban-head"),
    signing: await as("dienban-leader"),
  };
  ({ licence } = await licensed(await as("lan"), office));
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

beforeEach(async () => {
  context = await browser.newContext({ locale: "en-GB" });
  ({ page, faults } = await openPage(context));
});
afterEach(() => context.close());

/** The page with the code's own fragment, at this platform's address. */
const addressOf = (qr: string) => `${platform.url}/V${qr.slice(qr.indexOf("#"))}`;
const headline = async (words: string) => {
  await page.locator("#headline").getByText(words).waitFor();
};

it("says plainly who, what, and until when", async () => {
  await page.goto(addressOf(licence.qr));
  await headline("Valid");
  const facts = await page.locator("#facts").innerText();
  expect(facts).toContain("Retail liquor licence");
  expect(facts).toContain(licence.number);
  expect(facts).toContain("Hộ kinh doanh Nguyễn Thị Lan");
  expect(faults).toEqual([]);
});

it("says it in Vietnamese to who asks for that", async () => {
  await page.goto(addressOf(licence.qr));
  await headline("Valid");
  await page.locator("#vi").click();
  await headline("Còn hiệu lực");
  expect(await page.locator("#facts").innerText()).toContain("Giấy phép bán lẻ rượu");
});

it("checks a licence that is pasted", async () => {
  await page.goto(`${platform.url}/V`);
  await page.locator("#licence").fill(licence.sdJwt);
  await page.locator("#check").click();
  await headline("Valid");
});

it("sends what it checks nowhere", async () => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(addressOf(licence.qr));
  await headline("Valid");
  expect(new Set(asked)).toEqual(
    new Set(["/V", "/.well-known/jwks.json", "/status-lists/vn-quang-nam-1", "/vct/retail-liquor"]),
  );
});

it("goes on without a network after it was opened once", async () => {
  await page.goto(addressOf(licence.qr));
  await headline("Valid");
  await page.evaluate("navigator.serviceWorker.ready");
  await context.setOffline(true);
  // Nor from the browser's own cache, in which they live for a while.
  await page.route(/jwks|status-lists/, (route) => route.abort());
  await page.reload();
  await headline("Valid");
  expect(await page.locator("#sentence").innerText()).toContain("Without a network");
});

it("finds a changed code out", async () => {
  const digit = licence.qr.at(-40) === "7" ? "3" : "7";
  await page.goto(addressOf(licence.qr.slice(0, -40) + digit + licence.qr.slice(-39)));
  await page.locator("#verdict.altered, #verdict.malformed").waitFor();
});

it("tells that a licence is over when its term is", async () => {
  await page.clock.setFixedTime(new Date(Date.now() + 6 * 366 * 86_400_000));
  await page.goto(addressOf(licence.qr));
  await headline("Expired");
});

it("tells that a licence was taken away, as soon as the list is published", async () => {
  const path = `/licences/${inPath(licence.number)}/revocation`;
  const revoked = await office.signing.post(path, { reason: "false-documents" }, newKey());
  expect(revoked.status).toBe(200);
  await platform.runNow("publish-status-lists");
  await page.goto(addressOf(licence.qr));
  await headline("No longer in force");
});
