import { parseArgs } from "node:util";
import { peopleListed } from "../description.ts";
import { obtainToken, SignInFailed } from "../identity/login.ts";
import { findIdentity, issuerOf } from "../identity/people.ts";
import { runCommand } from "./command.ts";

const USAGE = `Prints an access token of a demo person, and nothing else.

  npm run --silent token -- <person> [--url http://localhost:3000]

  TOKEN=$(npm run --silent token -- lan)
  curl -H "Authorization: Bearer $TOKEN" http://localhost:3000/...

Options
  --url   where the platform runs (default http://localhost:3000)
  --help  this text

People
${peopleListed().replace(/^/gm, "  ")}
`;

await runCommand(main, SignInFailed, TypeError);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: "string", default: process.env["LICENTIA_URL"] ?? "http://localhost:3000" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [person] = positionals;
  if (person === undefined || positionals.length > 1) {
    process.stderr.write(USAGE);
    return 2;
  }
  const pool = findIdentity(person)?.pool ?? "applicants";
  process.stdout.write(`${await obtainToken({ issuer: issuerOf(values.url, pool), person })}\n`);
  return 0;
}
