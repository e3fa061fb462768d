/** A Chromium of this machine, driven by the protocol of its developer tools. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Where Debian, and others, install one. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** @throws Error that says how to get one */
export function openChromium(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? PLACES.find(existsSync);
  if (!executablePath) {
    throw new Error("there is no Chromium: apt-get install chromium, or name one in CHROMIUM");
  }
  // Its sandbox needs rights that a container's root does not have.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** A page that remembers everything that went wrong in it. */
export async function openPage(
  context: BrowserContext,
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  return { page, faults };
}
