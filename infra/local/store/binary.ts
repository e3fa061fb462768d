import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CannotStart } from "../cannot-start.ts";

/** The kind of machine, as Node names it: `process.platform` and `process.arch`. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
}

/**
 * The path of the dynoxide binary for a machine: each kind of machine has an npm package of its
 * own. Only that of linux-x64 is a dependency of ours, but whichever is installed is used.
 *
 * @throws {CannotStart} naming the package to install.
 */
export function findBinary(
  machine: Machine = process,
  resolve: (id: string) => string = createRequire(import.meta.url).resolve,
): string {
  const name = `@dynoxide/${machine.platform}-${machine.arch}`;
  const file = machine.platform === "win32" ? "dynoxide.exe" : "dynoxide";
  const binary = join(packageFolder(name, resolve) ?? "", file);
  if (existsSync(binary)) return binary;
  throw new CannotStart(
    `The embedded store has no binary for ${machine.platform} ${machine.arch} here: ` +
      `run "npm install --no-save ${name}", ` +
      "or set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB endpoint that you run yourself.",
  );
}

function packageFolder(name: string, resolve: (id: string) => string): string | undefined {
  try {
    return dirname(resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
