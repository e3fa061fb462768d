/** `npm run clock -- +16d`: moves the virtual clock of a running platform. */
import { parseArgs } from "node:util";
import { durationOf } from "../clock/virtual.ts";
import { runCommand } from "./command.ts";

const USAGE = `Shows or moves the clock of a platform started with --clock virtual.

  npm run clock [-- <+duration>] [--url http://localhost:3000]

  npm run clock -- +16d     sixteen days on
  npm run clock -- +3h      three hours on; +90m and +1d12h are understood too
  npm run clock             what it shows

What has become due by then has happened when the command ends.
`;

await runCommand(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: "string", default: process.env["LICENTIA_URL"] ?? "http://localhost:3000" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || positionals.length > 1) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const [text] = positionals;
  const by = text === undefined ? undefined : durationOf(text);
  if (text !== undefined && by === undefined) {
    process.stderr.write(`"${text}" is no duration: write it as +16d, +3h or +90m.\n`);
    return 2;
  }
  const address = new URL(by === undefined ? "/clock" : `/clock?by=${by}`, values.url);
  const response = await fetch(address, { method: by === undefined ? "GET" : "POST" }).catch(
    () => undefined,
  );
  if (!response) {
    process.stderr.write(
      `Nothing answers at ${values.url}: start it with "npm start -- --clock virtual".\n`,
    );
    return 1;
  }
  const answer = (await response.json()) as { kind?: string; now?: string; error?: string };
  if (!response.ok) {
    process.stderr.write(`${answer.error}: start it with "npm start -- --clock virtual".\n`);
    return 1;
  }
  process.stdout.write(`${answer.now} (${answer.kind})\n`);
  return 0;
}
