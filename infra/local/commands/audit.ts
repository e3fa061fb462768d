/** `npm run audit -- <application>`: reads a file's trail as an officer, checks and replays it. */
import { parseArgs } from "node:util";
import { replay } from "../../../shared/application/change.ts";
import type { AuditEvent } from "../../../shared/application/event.ts";
import { checkChain } from "../../../shared/audit/chain.ts";
import { obtainToken, SignInFailed } from "../identity/login.ts";
import { issuerOf } from "../identity/people.ts";
import { runCommand } from "./command.ts";

const USAGE = `Reads the audit trail of an application, checks its chain and replays it.

  npm run --silent audit -- <application> [options]

Options
  --as <person>   the officer who reads (default dienban-head); the reading is recorded
  --token <jwt>   an officer's token instead, where the platform is not this machine's
  --url <url>     where the platform runs (default http://localhost:3000)
  --json          print the events as JSON, one a line
  --help          this text

Exit status: 0 the trail is whole, 1 it could not be read, 3 it is broken.
`;

class CannotRead extends Error {}

await runCommand(main, CannotRead, SignInFailed);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      as: { type: "string", default: "dienban-head" },
      token: { type: "string" },
      url: { type: "string", default: process.env["LICENTIA_URL"] ?? "http://localhost:3000" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [application] = positionals;
  if (values.help || application === undefined || positionals.length > 1) {
    (values.help ? process.stdout : process.stderr).write(USAGE);
    return values.help ? 0 : 2;
  }
  const { url } = values;
  const token =
    values.token ?? (await obtainToken({ issuer: issuerOf(url, "officers"), person: values.as }));
  const events = await trailOf(url, application, token);
  for (const event of events) {
    process.stdout.write(`${values.json ? JSON.stringify(event) : inWords(event)}\n`);
  }
  const check = checkChain(events);
  if (!check.whole) {
    process.stderr.write(`Broken at number ${check.seq}: ${check.reason}.\n`);
    return 3;
  }
  const state = replay(application, events);
  if (!values.json) {
    process.stdout.write(
      `Whole: ${check.events} events without a gap, each chained to the one before it. Replayed, the application is ${state?.phase}.\n`,
    );
  }
  return 0;
}

async function trailOf(url: string, application: string, token: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    const address = new URL(`/audit/${application}?after=${after}`, url);
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } }).catch(
      () => {
        throw new CannotRead(`Nothing answers at ${url}: start it with "npm start".`);
      },
    );
    if (!response.ok) {
      throw new CannotRead(
        `The platform answers ${response.status}: there is no such application, or it is not this officer's.`,
      );
    }
    const page = (await response.json()) as { events: AuditEvent[]; next?: number };
    events.push(...page.events);
    after = page.next;
  }
  return events;
}

function inWords({ seq, at, actor, body }: AuditEvent): string {
  const who =
    actor.kind === "platform"
      ? actor.part
      : actor.kind === "officer"
        ? `${actor.role} of ${actor.unit} (${actor.person})`
        : `applicant (${actor.person})`;
  const { type, ...rest } = body;
  const about = Object.entries(rest)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${name.endsWith("At") ? isoOf(value) : value}`)
    .join(" ");
  return `${String(seq).padStart(4)}  ${isoOf(at)}  ${type.padEnd(18)}${who}${about ? `  ${about}` : ""}`;
}

function isoOf(moment: unknown): string {
  return new Date(Number(moment)).toISOString();
}
