/** `npm run generate`: every file that follows from the code. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { PermitDefinitionError } from "../../../workflows/define-permit.ts";
import { runCommand } from "./command.ts";

const USAGE = `Writes every file that follows from the code: state machines, diagrams, OpenAPI, pages.

  npm run generate [-- --check]

Options
  --check  write nothing, and fail where a file differs
  --help   this text
`;

/** Gives content by path from the root of the repository. */
export type Generator = () => Promise<Record<string, string>>;

/** Folders that hold generated files and nothing else: what no generator gives is removed. */
const OWNED = ["workflows/generated", "functions/generated", "docs/permits"];

/** Loaded when they are asked: a permit that is refused is refused as it is loaded. */
export const GENERATORS: readonly Generator[] = [
  async () => (await import("../../../workflows/generate.ts")).generatedFiles(),
  async () => (await import("../../../functions/generate.ts")).generatedFiles(),
  async () => (await import("../bundle/generate.ts")).generatedFiles(),
];

export interface Difference {
  readonly path: string;
  readonly kind: "missing" | "stale" | "superfluous";
}

/** How the files under a root differ from what the generators give, by path. */
export async function differences(
  root: string,
  wanted: Readonly<Record<string, string>>,
): Promise<Difference[]> {
  const existing = await Promise.all(OWNED.map((folder) => filesIn(root, folder)));
  const superfluous = existing.flat().filter((path) => !(path in wanted));
  const compared = await Promise.all(
    Object.entries(wanted).map(async ([path, content]): Promise<Difference[]> => {
      const found = await contentOf(join(root, path));
      if (found === content) return [];
      return [{ path, kind: found === undefined ? "missing" : "stale" }];
    }),
  );
  return [
    ...compared.flat(),
    ...superfluous.map((path) => ({ path, kind: "superfluous" as const })),
  ];
}

/** Makes the files under a root what the generators give; returns what was changed. */
export async function write(
  root: string,
  wanted: Readonly<Record<string, string>>,
): Promise<Difference[]> {
  const changes = await differences(root, wanted);
  for (const { path, kind } of changes) {
    const file = join(root, path);
    if (kind === "superfluous") await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, wanted[path] ?? "");
    }
  }
  return changes;
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function filesIn(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => `${folder}/${entry.name}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const root = join(import.meta.dirname, "../../..");
  const wanted = Object.assign(
    {},
    ...(await Promise.all(GENERATORS.map((generate) => generate()))),
  );
  const changes = values.check ? await differences(root, wanted) : await write(root, wanted);
  for (const { path, kind } of changes) console.log(`${values.check ? kind : "written"}: ${path}`);
  if (values.check && changes.length > 0) {
    console.error("Generated files differ from the code. Run `npm run generate` and commit them.");
    return 1;
  }
  return 0;
}

if (import.meta.main) await runCommand(main, PermitDefinitionError);
