/** The files that follow from the permits: committed, so that a reviewer sees what a change does. */
import type { Permit } from "../shared/permit/permit.ts";
import { compile } from "./compile.ts";
import { mermaid } from "./diagram/mermaid.ts";
import { svg } from "./diagram/svg.ts";
import { fingerprint } from "./fingerprint.ts";
import { page } from "./page/page.ts";
import published from "./permits/published.json" with { type: "json" };
import { permits, registry } from "./registry.ts";

/** Content by path from the root of the repository. */
export function generatedFiles(): Record<string, string> {
  return Object.assign(
    {},
    ...registry.map(({ permit }) => filesOf(permit)),
    ...newest().map(pagesOf),
    { "workflows/permits/published.json": `${JSON.stringify(hashes(), null, 2)}\n` },
  );
}

/** By which a published version is held: a new one gets its hash, and none is ever written anew. */
function hashes(): Record<string, string> {
  const all = permits.map((each) => [`${each.id}/${each.version}`, fingerprint(each)] as const);
  return { ...Object.fromEntries(all), ...published };
}

function filesOf(permit: Permit): Record<string, string> {
  const name = `workflows/generated/${permit.id}-v${permit.version}`;
  return {
    [`${name}.asl.json`]: `${JSON.stringify(compile(permit), null, 2)}\n`,
    [`${name}.mmd`]: mermaid(permit),
    [`${name}.svg`]: svg(permit),
  };
}

/** A page for each language that the permit's title is said in; English has the plain name. */
function pagesOf(permit: Permit): Record<string, string> {
  return Object.fromEntries(
    Object.keys(permit.title).map((language) => [
      `docs/permits/${permit.id}${language === "en" ? "" : `.${language}`}.md`,
      page(permit, language),
    ]),
  );
}

/** The newest version of each permit: what people read about. */
function newest(): Permit[] {
  return [...new Map(registry.map(({ permit }) => [permit.id, permit])).values()];
}
