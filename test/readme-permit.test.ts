/** The permit that the README adds, added as the README says: to a copy of this project. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decide, newKey, phase } from "./journeys/dossier.ts";
import { signIn } from "./journeys/people.ts";
import { type RunningProcess, startProcess } from "./journeys/process.ts";

const ROOT = join(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const copy = mkdtempSync(join(tmpdir(), "licentia-readme-"));
let running: RunningProcess;

/** A file's text changed; a change that finds nothing to change is a fault of the test. */
function edit(path: string, find: string, replacement: string): void {
  const text = readFileSync(join(copy, path), "utf8");
  expect(text).toContain(find);
  writeFileSync(join(copy, path), text.replace(find, replacement));
}

beforeAll(async () => {
  for (const each of ["shared", "workflows", "functions", "infra", "docs", "package.json"]) {
    cpSync(join(ROOT, each), join(copy, each), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const [, path = "", definition = ""] =
    /`(workflows\/permits\/[^`]+)`:\n\n```ts\n(.*?)```/s.exec(README) ?? [];
  const [, line = ""] = /```diff\n\+(.*?)```/s.exec(README) ?? [];
  await mkdir(join(copy, path, ".."));
  writeFileSync(join(copy, path), definition);
  const registry = "workflows/registry.ts";
  const last = "  { permit: stateFoodBusinessV1, published: true },\n";
  edit(registry, last, last + line);
  const from = path.replace("workflows/", "./");
  edit(registry, "\nexport", `import { streetCollectionV1 } from "${from}";\n\nexport`);
  edit(
    "workflows/authorities/gb-cambridge.json",
    '"permit": "temporary-event-notice"',
    '"permit": "temporary-event-notice" }, { "permit": "street-collection"',
  );
});
afterAll(async () => {
  await running?.close();
  rmSync(copy, { recursive: true, force: true });
});

it("is generated, granted, and issued as a licence", async () => {
  const generate = join(copy, "infra/local/commands/generate.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [generate], { cwd: copy });
  expect(stdout).toContain("docs/permits/street-collection.md");
  running = await startProcess([], join(copy, "infra/local/commands/start.ts"));
  const emma = await signIn(running.url, "emma");
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const answers = { charity: "Addenbrooke's", place: "Market Hill", day, method: "Sealed tins." };
  const draft = { permit: "street-collection", authority: "gb-cambridge", place: "cambridge" };
  const { body } = await emma.post("/applications", { ...draft, answers }, newKey());
  const filed = await emma.post(`/applications/${body.id}/submission`, undefined, newKey());
  expect(filed.status).toBe(201);
  for (const [officer, stage] of [
    ["cambridge-licensing-officer", "check"],
    ["cambridge-head", "signing"],
  ] as const) {
    const decided = await decide(await signIn(running.url, officer), body.id, stage);
    expect(decided.status).toBe(200);
  }
  const { body: issued } = await phase(emma, body.id, "issued");
  expect(issued.licence).toMatch(/^SC\/CAM\/20\d\d\/0001$/);
});
