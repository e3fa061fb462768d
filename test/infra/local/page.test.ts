import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { html, PAGE_HEADERS, renderPage } from "../../../infra/local/page.ts";

test("text never becomes markup, nor leaves its attribute", () =>
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { markup } = html`<a title="${text}">${text}</a>`;
      expect(markup.replace(/^<a title="|">|<\/a>$/g, "")).not.toMatch(/[<>"']/);
    }),
  ));

test("what a template made is not escaped again, in lists neither", () => {
  expect(html`<ul>${["a&", "b"].map((item) => html`<li>${item}</li>`)}</ul>`.markup).toBe(
    "<ul><li>a&amp;</li><li>b</li></ul>",
  );
});

test("undefined and false are nothing, zero is zero", () => {
  expect(html`${undefined}${false}${0}`.markup).toBe("0");
});

test("the policy allows the page's own style and nothing else", () => {
  const page = renderPage({ service: "s", title: "t", body: html`` });
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? "";
  const digest = createHash("sha256").update(style).digest("base64");
  expect(PAGE_HEADERS["content-security-policy"]).toContain(`style-src 'sha256-${digest}'`);
});
