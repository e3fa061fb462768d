import { createHash } from "node:crypto";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, it } from "vitest";
import {
  buildVerifierPage,
  buildVerifierWorker,
} from "../../../../infra/local/bundle/verifier-page.ts";
import { cwtToSign } from "../../../../shared/licence/cwt.ts";
import { qrContent } from "../../../../shared/licence/qr.ts";
import { sdJwtToSign } from "../../../../shared/licence/sd-jwt.ts";
import { emptyStatusList, withStatuses } from "../../../../shared/status-list/list.ts";
import { licenceRecord, NOW, signer, statusListJwt } from "../../../shared/licence/issuer.ts";

const key = signer();
const record = licenceRecord(key.kid);
const qr = qrContent(key.finish(cwtToSign(record)), "licences.example");
const keySet = JSON.stringify({ keys: [key.jwk] });
const site = { "/.well-known/jwks.json": keySet, "/status-lists/1": statusListJwt(key) };

let page: string;
let script: string;

beforeAll(async () => {
  page = await buildVerifierPage();
  script = /<script type="module">([\s\S]*)<\/script>/.exec(page)![1]!;
});

/** As much of a browser as the page needs, at an address, with a site behind it or without. */
function browserAt(
  href: string,
  options: { site?: Record<string, string>; kept?: Map<string, string>; language?: string } = {},
) {
  const { site: files, kept = new Map<string, string>(), language = "en-GB" } = options;
  const elements = new Map<string, Element>();
  const fetched: string[] = [];
  const listeners = new Map<string, () => void>();
  const element = (id: string) => elements.get(id) ?? elements.set(id, new Element()).get(id)!;
  const location = { href, origin: new URL(href).origin, hash: new URL(href).hash };
  const context = {
    ...{ crypto, URL, TextDecoder, TextEncoder, Blob, DecompressionStream, location },
    Date: Object.assign(class extends Date {}, { now: () => NOW }),
    navigator: { language },
    document: {
      documentElement: new Element(),
      getElementById: element,
      createElement: () => new Element(),
    },
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    },
    addEventListener: (event: string, act: () => void) => void listeners.set(event, act),
    async fetch(url: string) {
      fetched.push(url);
      if (!files) throw new TypeError("There is no network.");
      const text = files[new URL(url).pathname];
      return { ok: text !== undefined, text: async () => text };
    },
  };
  runInNewContext(script, context);
  const text = (id: string) => elements.get(id)?.textContent ?? "";
  return {
    ...{ fetched, kept, location, text },
    press: (id: string) => element(id).click(),
    type: (id: string, value: string) => {
      element(id).value = value;
    },
    go: (to: string) => {
      Object.assign(location, { href: to, hash: new URL(to).hash });
      listeners.get("hashchange")!();
    },
    facts: () => element("facts").children.map(({ textContent }) => textContent),
    /** Waits until the page has settled on a verdict. */
    verdict: (kind: string) => expect.poll(() => elements.get("verdict")?.className).toBe(kind),
  };
}

class Element {
  textContent: string | null = "";
  value = "";
  lang = "";
  className = "";
  hidden = false;
  children: Element[] = [];
  #click = () => {};

  replaceChildren(...children: Element[]) {
    this.children = children;
  }
  addEventListener(_: string, act: () => void) {
    this.#click = act;
  }
  click() {
    this.#click();
  }
}

describe("the page at /V", () => {
  it("is one file that loads nothing, and whose policy allows its own script and style only", () => {
    expect(page).not.toMatch(/\b(src|href)=/);
    const digest = createHash("sha256").update(script).digest("base64");
    expect(page).toContain(`script-src 'sha256-${digest}'`);
    expect(page).toContain("default-src 'none'");
    expect(page.match(/<\/script>/g)).toHaveLength(1);
  });

  it("is built the same every time", async () => {
    expect(await buildVerifierPage()).toBe(page);
  });

  it("verifies the licence in its own address, and says who, what, until when and as of when", async () => {
    const browser = browserAt(qr, { site });
    await browser.verdict("valid");
    expect(browser.text("headline")).toBe("Valid");
    expect(browser.facts()).toEqual([
      ...["Holder", "Công ty TNHH Rượu Hội An"],
      ...["Licence", record.vct],
      ...["Number", "12/GP-UBND"],
      ...["Valid until", "2031-11-22T02:00:00Z"],
      ...["Issued by", "https://licences.example"],
      ...["Status as of", "2026-11-23T02:00:00Z"],
    ]);
  });

  it("never sends the licence anywhere", async () => {
    const browser = browserAt(qr, { site });
    await browser.verdict("valid");
    expect(browser.fetched).toEqual([
      "https://licences.example/.well-known/jwks.json",
      "https://licences.example/status-lists/1",
      "https://licences.example/vct/retail-liquor",
    ]);
  });

  it("speaks Vietnamese to those who do, and to those who ask", async () => {
    const browser = browserAt(qr, { site, language: "vi-VN" });
    await browser.verdict("valid");
    expect(browser.text("headline")).toBe("Còn hiệu lực");
    browser.press("en");
    await expect.poll(() => browser.text("headline")).toBe("Valid");
  });

  it("goes on without a network by what it kept, and says so", async () => {
    const { kept, verdict } = browserAt(qr, { site });
    await verdict("valid");
    const offline = browserAt(qr, { kept });
    await offline.verdict("valid");
    expect(offline.text("sentence")).toContain("Without a network");
  });

  it("says that it needs the keys once, where there was never a network", async () => {
    const browser = browserAt(qr);
    await browser.verdict("status-unknown");
    expect(browser.text("sentence")).toContain("Open this page once with a network");
  });

  it("does not call a licence valid whose status list it cannot get", async () => {
    const browser = browserAt(qr, { site: { "/.well-known/jwks.json": keySet } });
    await browser.verdict("status-unknown");
  });

  it("sees that a licence was revoked", async () => {
    const list = withStatuses(emptyStatusList(2 ** 17), [[4711, "invalid"]]);
    const revoked = { ...site, "/status-lists/1": statusListJwt(key, { list }) };
    await browserAt(qr, { site: revoked }).verdict("no-longer-in-force");
  });

  it("takes a pasted licence, in either form", async () => {
    const browser = browserAt("https://licences.example/V", { site });
    browser.type("licence", `${key.finish(sdJwtToSign(record))}\n`);
    browser.press("check");
    await browser.verdict("valid");
    expect(browser.facts()).toContain("Retail liquor licence");
  });

  it("follows its address when another code is scanned", async () => {
    const browser = browserAt(qr, { site });
    await browser.verdict("valid");
    browser.go("https://licences.example/V#123");
    await browser.verdict("malformed");
    expect(browser.facts()).toEqual([]);
  });
});

describe("the page's service worker", () => {
  /** The worker over a network that can go away. */
  async function worker() {
    const network = { up: true };
    const cache = new Map<string, Response>();
    const listeners = new Map<string, (event: unknown) => void>();
    const fetch = async () => {
      if (!network.up) throw new TypeError("There is no network.");
      return new Response("the page");
    };
    const put = async (url: string, response: Response) => void cache.set(url, response);
    const opened = {
      put,
      add: async (url: string) => put(url, await fetch()),
      match: async (url: string) => cache.get(url)?.clone(),
    };
    runInNewContext(await buildVerifierWorker(), {
      ...{ URL, fetch, location: { origin: "https://licences.example" } },
      caches: { open: async () => opened },
      addEventListener: (event: string, act: (event: unknown) => void) =>
        void listeners.set(event, act),
    });
    await new Promise<unknown>((waitUntil) => listeners.get("install")!({ waitUntil }));
    const answerTo = (url: string): Promise<Response> | undefined => {
      let answer: Promise<Response> | undefined;
      const respondWith = (given: Promise<Response>) => {
        answer = given;
      };
      listeners.get("fetch")!({ request: { url }, respondWith });
      return answer;
    };
    return { network, answerTo };
  }

  it("gives the page without a network, whatever its fragment", async () => {
    const { network, answerTo } = await worker();
    network.up = false;
    expect(await (await answerTo("https://licences.example/V"))!.text()).toBe("the page");
  });

  it("gives the page from the network while there is one", async () => {
    const { answerTo } = await worker();
    expect(await (await answerTo("https://licences.example/V"))!.text()).toBe("the page");
  });

  it.each(["https://licences.example/status-lists/1", "https://other.example/V"])(
    "leaves %s alone",
    async (url) => {
      const { answerTo } = await worker();
      expect(answerTo(url)).toBeUndefined();
    },
  );
});
