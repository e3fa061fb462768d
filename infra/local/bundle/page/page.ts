import type { JwkSet } from "../../../../shared/verifier/keys.ts";
import { verify } from "../../../../shared/verifier/primitives/webcrypto.ts";
import {
  type Explanation,
  explain,
  type VerdictLanguage,
} from "../../../../shared/verifier/sentences.ts";
import type { Verdict } from "../../../../shared/verifier/verdict.ts";
import type { Browser, PageElement } from "./browser.ts";
import { type Kept, keeper } from "./keeper.ts";

const browser = globalThis as unknown as Browser;
const keep = keeper(browser);

const WORDS = {
  en: {
    title: "Licence check",
    ask: "Scan a licence's code, or paste the licence here:",
    check: "Check",
    checking: "Checking …",
    noKeys: "The issuer's keys are not here yet. Open this page once with a network.",
    kept: "Without a network: by keys and lists kept on this device.",
  },
  vi: {
    title: "Kiểm tra giấy phép",
    ask: "Quét mã trên giấy phép hoặc dán nội dung giấy phép vào đây:",
    check: "Kiểm tra",
    checking: "Đang kiểm tra …",
    noKeys: "Chưa có khoá của cơ quan cấp. Hãy mở trang này một lần khi có mạng.",
    kept: "Không có mạng: dùng khoá và danh sách đã lưu trên thiết bị này.",
  },
} as const;

let language: VerdictLanguage = /^vi\b/i.test(browser.navigator.language) ? "vi" : "en";
/** What is being checked; a later question outruns an earlier answer. */
let asked = "";

/** The verdict over one licence, by the keys and the status list of this site, kept or fetched. */
async function judge(licence: string): Promise<{ verdict: Verdict; kept: boolean } | undefined> {
  const keys = await keep("/.well-known/jwks.json");
  if (!keys) return undefined;
  const set = JSON.parse(keys.text) as JwkSet;
  let wanted: string | undefined;
  let list: Kept | undefined;
  const statusList = (uri: string) => {
    wanted = uri;
    return list?.text;
  };
  const request = { licence, keys: set, at: Date.now(), statusList };
  let verdict = await verify(request);
  if (wanted !== undefined) {
    // By its path on this very site: what a code says of hosts is not followed.
    list = await keep(new URL(wanted).pathname);
    verdict = await verify(request);
  }
  return { verdict: await named(verdict), kept: keys.kept || (list?.kept ?? false) };
}

/** A printed code names its type by an address alone; this site's page of that type has its name. */
async function named(verdict: Verdict): Promise<Verdict> {
  if (!("licence" in verdict) || verdict.licence.titles) return verdict;
  try {
    const found = await keep(new URL(verdict.licence.type).pathname);
    const { display } = JSON.parse(found?.text ?? "") as TypeMetadata;
    const titles = Object.fromEntries(display.map(({ lang, name }) => [lang, name]));
    return { ...verdict, licence: { ...verdict.licence, titles } };
  } catch {
    // It is what it is, named or not.
    return verdict;
  }
}

/** Of SD-JWT VC type metadata, what is shown. */
interface TypeMetadata {
  readonly display: readonly { readonly lang: string; readonly name: string }[];
}

async function check(licence: string): Promise<void> {
  asked = licence;
  const words = WORDS[language];
  if (licence === "") return say("idle", words.title, "", []);
  say("idle", words.checking, "", []);
  const judged = await judge(licence);
  if (asked !== licence) return;
  if (!judged) return say("status-unknown", words.title, words.noKeys, []);
  const { headline, sentence, facts } = explain(judged.verdict, language);
  say(judged.verdict.kind, headline, judged.kept ? `${sentence} ${words.kept}` : sentence, facts);
}

function say(kind: string, headline: string, sentence: string, facts: Explanation["facts"]): void {
  element("verdict").className = kind;
  element("headline").textContent = headline;
  element("sentence").textContent = sentence;
  element("facts").replaceChildren(
    ...facts.flatMap(([label, value]) => [made("dt", label), made("dd", value)]),
  );
}

/** The licence in the address: a printed code's text is the address of this page, wherever it is. */
function fromAddress(): string {
  const { hash } = browser.location;
  return hash.length > 1 ? `https://v/v${hash}` : "";
}

function speak(chosen: VerdictLanguage): void {
  language = chosen;
  const words = WORDS[language];
  browser.document.documentElement.lang = language;
  element("ask").textContent = words.ask;
  element("check").textContent = words.check;
  void check(asked);
}

function element(id: string): PageElement {
  return browser.document.getElementById(id)!;
}

function made(name: string, text: string): PageElement {
  const child = browser.document.createElement(name);
  child.textContent = text;
  return child;
}

element("check").addEventListener(
  "click",
  () => void check((element("licence").value ?? "").trim()),
);
element("en").addEventListener("click", () => speak("en"));
element("vi").addEventListener("click", () => speak("vi"));
browser.addEventListener("hashchange", () => void check(fromAddress()));
asked = fromAddress();
speak(language);
// Where a browser has none, or keeps nothing, the page still works with a network.
browser.navigator.serviceWorker?.register("/V.js", { scope: "/V" }).catch(() => {});
