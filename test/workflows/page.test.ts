import { describe, expect, it } from "vitest";
import { stagesOf } from "../../shared/permit/stages.ts";
import { mermaid } from "../../workflows/diagram/mermaid.ts";
import { svg } from "../../workflows/diagram/svg.ts";
import { table } from "../../workflows/page/markdown.ts";
import { page } from "../../workflows/page/page.ts";
import { retailLiquorV1 } from "../../workflows/permits/retail-liquor/v1.ts";
import { registry } from "../../workflows/registry.ts";

const every = registry.flatMap(({ permit }) =>
  Object.keys(permit.title).map((language) => [permit.id, language, permit] as const),
);

describe("the page of a permit", () => {
  it.each(every)("%s in %s leaves no placeholder and nothing unsaid", (_, language, permit) => {
    const text = page(permit, language).replace(permit.licence.number, "");
    expect(text).not.toMatch(/\{\w+\}|undefined|\[object/);
  });

  it("says who, by when and what silence means, in the language asked for", () => {
    expect(page(retailLiquorV1, "en")).toContain("| 3 | Appraisal | Appraiser | 3 working days |");
    expect(page(retailLiquorV1, "vi")).toContain(
      "| 3 | Thẩm định hồ sơ | Chuyên viên thẩm định | 3 ngày làm việc |",
    );
  });

  it("says what is charged, for what, and by which law", () => {
    expect(page(retailLiquorV1, "en")).toContain("VND 1,200,000 for each (places of sale)");
  });

  it("keeps a cell's own bars inside the cell", () => {
    expect(
      table([
        ["a", "b"],
        ["x|y", "z"],
      ]),
    ).toBe("| a | b |\n| --- | --- |\n| x\\|y | z |");
  });
});

describe("the diagram of a permit", () => {
  it.each(every)("%s in %s shows each stage by its title", (_, language, permit) => {
    const drawn = mermaid(permit, language);
    for (const { title } of stagesOf(permit)) expect(drawn).toContain(title[language]);
  });

  it.each(every)("%s in %s is drawn as well-formed SVG", (_, language, permit) => {
    const open: string[] = [];
    for (const [, closing, name = "", own] of svg(permit, language).matchAll(
      /<(\/?)([a-z]+)[^>]*?(\/?)>/gi,
    )) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!own) open.push(name);
    }
    expect(open).toEqual([]);
  });

  it("draws what a title says, whatever it says", () => {
    const title = { en: '<script>"&', vi: "x" };
    expect(svg({ ...retailLiquorV1, title })).toContain("&lt;script&gt;");
    expect(
      mermaid({ ...retailLiquorV1, stages: [{ id: "issue", kind: "issue", title }] }),
    ).toContain("#lt;script#gt;#quot;#amp;");
  });
});
