import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningProcess, startProcess } from "./journeys/process.ts";

/**
 * Runs the README's own commands, block by block in one shell, against a platform started as the
 * README says, and compares what they print. `README_WRITE=1 npx vitest run test/readme.test.ts`
 * writes the answers of a run into the README.
 */
const ROOT = join(import.meta.dirname, "..");
const README = join(ROOT, "README.md");
const BLOCKS = /```sh\n([\s\S]*?)```\n(?:```text\n([\s\S]*?)```\n)?/g;
const MARK = "@@ end of block";

let running: RunningProcess;
const hadTmp = existsSync(join(ROOT, "tmp"));

beforeAll(async () => {
  running = await startProcess(["--clock", "virtual"]);
});
afterAll(async () => {
  await running?.close();
  if (!hadTmp) await rm(join(ROOT, "tmp"), { recursive: true, force: true });
});

it("shows what its own commands print", async () => {
  const readme = await readFile(README, "utf8");
  const blocks = [...readme.matchAll(BLOCKS)].map(([, commands = "", answer = ""]) => ({
    commands,
    answer,
  }));
  const printed = await run(blocks.map(({ commands }) => commands));
  if (process.env["README_WRITE"]) return writeAnswers(readme, printed);
  expect(printed).toHaveLength(blocks.length);
  blocks.forEach(({ commands, answer }, at) => {
    expect(masked(printed[at] ?? ""), commands).toBe(masked(answer));
  });
}, 120_000);

async function run(blocks: readonly string[]): Promise<string[]> {
  const script = blocks
    .map((block) => `${block.replaceAll("http://localhost:3000", running.url)}echo "${MARK}"\n`)
    .join("");
  const { stdout } = await promisify(execFile)("bash", ["-eo", "pipefail", "-c", script], {
    cwd: ROOT,
    env: { ...process.env, LICENTIA_URL: running.url },
    maxBuffer: 10_000_000,
  });
  return stdout.split(`${MARK}\n`).slice(0, -1);
}

/** What differs from run to run: moments, days, ids, counted codes, signatures. */
function masked(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, "<moment>")
    .replace(/H47\.21-\d{6}-\d{4}/g, "<dossier>")
    .replace(/\b\d{4}\/\d{4}\/GP-/g, "<number>/GP-")
    .replace(/[0-7][0-9a-hjkmnp-tv-z]{25}/g, "<id>")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<person>")
    .replace(/\d{1,2} [A-Z][a-z]+ \d{4}(, \d\d:\d\d)?( UTC)?/g, "<day>")
    .replace(/\d{4}-\d\d-\d\d/g, "<day>")
    .replace(/http:\/\/localhost:\d+/g, "<platform>")
    .trimEnd();
}

async function writeAnswers(readme: string, printed: readonly string[]): Promise<void> {
  let at = 0;
  const written = readme.replace(BLOCKS, (_, commands: string) => {
    const answer = printed[at++] ?? "";
    const block = answer === "" ? "" : `\`\`\`text\n${answer}\`\`\`\n`;
    return `\`\`\`sh\n${commands}\`\`\`\n${block}`;
  });
  await writeFile(README, written.replaceAll(running.url, "http://localhost:3000"));
}
