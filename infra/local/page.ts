import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

/** Markup that is safe to send; only the tag {@link html} makes it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in an {@link html} template; text is escaped, `undefined` and `false` are nothing. */
export type Fragment = Html | string | number | false | undefined | readonly Fragment[];

/** A tagged template that escapes whatever is not already {@link Html}. */
export function html(strings: TemplateStringsArray, ...fragments: Fragment[]): Html {
  const markup = strings.map((text, i) => (i === 0 ? text : render(fragments[i - 1]) + text));
  return new Html(markup.join(""));
}

function render(fragment: Fragment): string {
  if (fragment instanceof Html) return fragment.markup;
  if (fragment === undefined || fragment === false) return "";
  if (typeof fragment === "object") return fragment.map(render).join("");
  return escapeText(String(fragment));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; font: 1.0625rem/1.5 system-ui, sans-serif; color: #0b0c0c; background: #f3f2f1; }
header { background: #0b3c5d; color: #fff; padding: .75rem 1rem; }
header p { max-width: 46rem; margin: 0 auto; }
main { max-width: 46rem; margin: 1.5rem auto; padding: 1.5rem; background: #fff; }
h1 { margin-top: 0; font-size: 1.6rem; line-height: 1.25; }
label, legend { display: block; font-weight: 600; margin: .75rem 0 .25rem; }
input, select { font: inherit; padding: .4rem .5rem; border: 2px solid #0b0c0c; max-width: 100%; box-sizing: border-box; }
fieldset { border: 0; margin: 0; padding: 0; }
fieldset label { font-weight: 400; margin: .35rem 0; }
fieldset input { margin-right: .5rem; }
button { font: inherit; font-weight: 600; margin-top: 1rem; padding: .5rem 1rem; border: 0; background: #00703c; color: #fff; cursor: pointer; }
:focus-visible { outline: 3px solid #ffdd00; outline-offset: 0; box-shadow: 0 0 0 5px #0b0c0c; }
a { color: #1d70b8; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #b1b4b6; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
.fault { border-left: 5px solid #d4351c; padding-left: .75rem; color: #942514; font-weight: 600; }
`;

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * `form-action` is left open on purpose: a browser applies it to the redirects that follow a post
 * as well, and those lead back to the caller's own address.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** What a page holds; `lang` is an RFC 5646 tag, English unless said otherwise. */
export interface Page {
  readonly lang?: string;
  readonly service: string;
  readonly title: string;
  readonly body: Html;
}

/** One whole page. It needs no script and loads nothing from anywhere. */
export function renderPage({ lang = "en", service, title, body }: Page): string {
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - ${service}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><p>${service}</p></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.markup;
}

/** Answers with a page. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, PAGE_HEADERS);
  response.end(renderPage(page));
}
