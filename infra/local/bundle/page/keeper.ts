import type { Browser } from "./browser.ts";

/** A text of this site: fresh from the network, or as it was kept. */
export interface Kept {
  readonly text: string;
  readonly kept: boolean;
}

/**
 * Fetches texts of this site and keeps each for the time without a network. Nothing kept is
 * believed for being kept: the key set is the site's own as it was at the last fetch, and a status
 * list says itself when it was made and when it expires.
 */
export function keeper(
  browser: Pick<Browser, "fetch" | "localStorage" | "location">,
): (path: string) => Promise<Kept | undefined> {
  const { localStorage, location } = browser;
  return async (path) => {
    const key = `licentia:${path}`;
    const fresh = await fetched(browser, location.origin + path);
    if (fresh === undefined) {
      const text = localStorage.getItem(key);
      return text === null ? undefined : { text, kept: true };
    }
    try {
      localStorage.setItem(key, fresh);
    } catch {
      // A browser that keeps nothing (private windows, full storage) still verifies online.
    }
    return { text: fresh, kept: false };
  };
}

async function fetched(browser: Pick<Browser, "fetch">, url: string): Promise<string | undefined> {
  try {
    const response = await browser.fetch(url);
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
