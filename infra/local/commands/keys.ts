/** `npm run keys -- rotate`: the signing keys of the issuers, and how one follows another. */
import { parseArgs } from "node:util";
import { KMSClient } from "@aws-sdk/client-kms";
import type { Limit } from "../../../shared/clock/limit.ts";
import { PURPOSES, type Purpose } from "../../../shared/signing/key-ring.ts";
import { LIST_LIFE_MS } from "../../../shared/status-list/lists.ts";
import { openTable } from "../../../shared/store/client.ts";
import { openStore, type Store } from "../../../shared/store/store.ts";
import { permits } from "../../../workflows/registry.ts";
import { type Rotated, rotate } from "../keys/rotate.ts";
import { useRunning } from "../running.ts";
import { runCommand } from "./command.ts";

const USAGE = `Lists the signing keys of the authorities, or rotates them.

  npm run keys -- list
  npm run keys -- rotate [--authority <id>] [--purpose licences|status-lists]

A rotation has two steps, and the command takes the one that is due: it makes a key and publishes it
in the key set; run again when every cache knows it (two hours later), it lets that key sign. A key
that no longer signs stays published until the last licence that it signed has expired.

Options
  --data <folder>        data folder of the platform running on this machine (default .licentia)
  --table <name>         a table on AWS instead, by the credentials of the environment
  --alias-prefix <text>  of the keys' aliases (default licentia-)
  --help                 this text
`;

const DAY_MS = 86_400_000;
/** Other processes go on with the key they know for a minute; a day is generous. */
const MARGIN_MS = DAY_MS;

await runCommand(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      authority: { type: "string" },
      purpose: { type: "string" },
      data: { type: "string", default: ".licentia" },
      table: { type: "string" },
      "alias-prefix": { type: "string", default: "licentia-" },
      help: { type: "boolean", default: false },
    },
  });
  const [verb, ...rest] = positionals;
  const purposes = PURPOSES.filter((each) => [undefined, each].includes(values.purpose as Purpose));
  const known = verb === "list" || verb === "rotate";
  if (values.help || !known || rest.length > 0 || purposes.length === 0) {
    (values.help ? process.stdout : process.stderr).write(USAGE);
    return values.help ? 0 : 2;
  }
  const running = values.table ? undefined : useRunning(values.data);
  if (!values.table && !running) {
    return refuse(`No platform runs with its data in ${values.data}: start it with "npm start".`);
  }
  const store = openStore(openTable(values.table ?? "licentia"));
  const all = (await store.authorities.all()).map(({ id }) => id);
  const authorities = all.filter((id) => [undefined, id].includes(values.authority));
  if (authorities.length === 0) {
    return refuse(`There is no authority ${values.authority}. There are: ${all.join(", ")}.`);
  }
  if (verb === "list") {
    await list(store, authorities, purposes);
    return 0;
  }
  const kms = new KMSClient({});
  const domainNow = await domainTime(running?.url);
  for (const authority of authorities) {
    for (const purpose of purposes) {
      const rotated = await rotate({
        kms,
        rings: store.keyRings,
        authority,
        purpose,
        alias: `alias/${values["alias-prefix"]}${authority}-${purpose}`,
        realNow: Date.now(),
        keptUntil: domainNow + longestLife(purpose) + MARGIN_MS,
        withPolicy: values.table !== undefined,
      });
      process.stdout.write(`${authority}, ${purpose}: ${inWords(rotated)}\n`);
    }
  }
  kms.destroy();
  return 0;
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}

async function list(store: Store, authorities: string[], purposes: Purpose[]): Promise<void> {
  for (const authority of authorities) {
    for (const purpose of purposes) {
      for (const { kid, signsFrom, keptUntil } of await store.keyRings.of(authority, purpose)) {
        const state = keptUntil
          ? `kept until ${iso(keptUntil)}`
          : signsFrom === undefined
            ? "published ahead"
            : `signs since ${iso(signsFrom)}`;
        process.stdout.write(`${authority}  ${purpose}  ${kid}  ${state}\n`);
      }
    }
  }
}

function inWords(rotated: Rotated): string {
  const { done, kid } = rotated;
  if (done === "published") return `published ${kid}; run this again in two hours to let it sign`;
  if (done === "waiting") return `${kid} is published, and may sign from ${iso(rotated.until)} on`;
  return `${kid} signs now; the key before it is kept until ${iso(rotated.keptUntil)}`;
}

/** For how long a token of a purpose can live. */
function longestLife(purpose: Purpose): number {
  if (purpose === "status-lists") return LIST_LIFE_MS;
  return Math.max(...permits.map(({ licence }) => atMost(licence.validity)));
}

/** No limit takes longer than this; working days are bounded by a week for each. */
function atMost({ amount, unit }: Limit): number {
  const days = { hours: 1, workingHours: 7, workingDays: 7, calendarDays: 1, months: 31 } as const;
  return (amount * days[unit] + 31) * DAY_MS;
}

/** Licences expire by the domain clock, which on one machine may have been moved. */
async function domainTime(url: string | undefined): Promise<number> {
  if (url === undefined) return Date.now();
  const response = await fetch(new URL("/clock", url));
  return Date.parse(((await response.json()) as { now: string }).now);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
