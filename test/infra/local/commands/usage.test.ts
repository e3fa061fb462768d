/** What each command says of options that it does not have, and of itself. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";

const COMMANDS = join(import.meta.dirname, "../../../../infra/local/commands");
/** `command.ts` is how they all end. */
const NAMES = readdirSync(COMMANDS)
  .filter((file) => file.endsWith(".ts") && file !== "command.ts")
  .map((file) => basename(file, ".ts"));

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(name: string, ...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const file = join(COMMANDS, `${name}.ts`);
    execFile(process.execPath, [file, ...words], (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

it.each(NAMES)("%s says in its first line that it has no such option", async (name) => {
  const { status, stdout, stderr } = await run(name, "--nonsense");
  expect(stderr).toMatch(/^Unknown option '--nonsense'/);
  expect(stderr).not.toContain("    at ");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});

it.each(["states", "generate"])("%s says what its options are", async (name) => {
  const { status, stdout } = await run(name, "--help");
  expect(stdout).toContain(`npm run ${name} [-- `);
  expect(status).toBe(0);
});

it.each([
  ["a port that is none", ["--port", "abc"], "--port abc is no number from 0 to 65535."],
  ["a file that cannot be", ["--db", "/dev/null/states.db"], "give another file with --db."],
])("the engine alone refuses %s in one line", async (_, words, said) => {
  const { status, stderr } = await run("states", ...words);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).toContain(said);
  expect(status).toBe(1);
});

it.each([
  ["clock", "+1d"],
  ["audit", "01m8dtc959f4vzzyxaee2wp4ef"],
])("%s refuses what is no address", async (name, word) => {
  const { status, stderr } = await run(name, word, "--url", "nowhere");
  expect(stderr).toMatch(/^"nowhere.*" is no address: see --help\.$/m);
  expect(status).toBe(2);
});
