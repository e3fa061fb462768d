/** `npm run authority -- apply <file>`: an authority's places, units, calendar and officers as data. */
import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { applyAuthority } from "../../../shared/authority/apply.ts";
import { authoritySchema } from "../../../shared/authority/authority.ts";
import { otherCalendars } from "../../../shared/authority/override.ts";
import type { Calendar } from "../../../shared/calendar/calendar.ts";
import { parseCalendar } from "../../../shared/calendar/schema.ts";
import { compileCalendar } from "../../../shared/calendar/working.ts";
import { openTable } from "../../../shared/store/client.ts";
import { openStore } from "../../../shared/store/store.ts";
import { fileFaults } from "../../../workflows/authorities/faults.ts";
import { calendarOf } from "../../../workflows/authorities/registry.ts";
import { createKeys, keyAliasesOf } from "../keys/create.ts";
import { useRunning } from "../running.ts";
import { runCommand } from "./command.ts";

const USAGE = `Checks or applies an authority's file, or lists the authorities there are.

  npm run authority -- check <file>
  npm run authority -- apply <file> [--calendar <file>]
  npm run authority -- list

A file holds the authority's places, units, calendar, patterns, what it grants and what it has
otherwise than the permit (limits, fees, calendar), and its officers' appointments; see
workflows/authorities/vn-hue.json. What is stored becomes what the file says: appointments
that it does not name any more end. Each application is an audit event.

Options
  --calendar <file> the calendar as JSON, in place of the one of that name that comes with the
                    platform: a holiday was decreed, another year's list was published
  --data <folder>   data folder of the platform running on this machine (default .licentia)
  --table <name>    a table on AWS instead, by the credentials of the environment
  --help            this text
`;

class CannotApply extends Error {}

await runCommand(main, CannotApply);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: "string", default: ".licentia" },
      table: { type: "string" },
      calendar: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const [verb, path] = positionals;
  if (verb === "list" && !values.help) {
    const authorities = await openStore(tableFor(values)).authorities.all();
    for (const { id, title, places, units } of authorities) {
      process.stdout.write(`${id}  ${title.en}: ${places.length} places, ${units.length} units\n`);
    }
    return 0;
  }
  if (values.help || path === undefined || (verb !== "apply" && verb !== "check")) {
    (values.help ? process.stdout : process.stderr).write(USAGE);
    return values.help ? 0 : 2;
  }
  const file = readAuthority(path);
  const calendar = calendarFor(file.calendar, values.calendar);
  const others = otherCalendars(file).map((id) => calendarFor(id, undefined));
  if (verb === "check") {
    process.stdout.write(
      `${path} is sound: ${file.units.length} units, ${file.appointments.length} appointments.\n`,
    );
    return 0;
  }
  const table = tableFor(values);
  const applied = await applyAuthority(
    table,
    file,
    calendar,
    userInfo().username,
    await now(values),
    others,
  );
  if (!values.table) await createKeys(keyAliasesOf(file.id));
  process.stdout.write(
    applied.event === undefined
      ? `${file.id}: nothing has changed.\n`
      : `${file.id}: applied as event ${applied.event}; ${applied.appointed} appointed, ${applied.ended} ended.\n`,
  );
  if (applied.decreed > 0) {
    process.stdout.write(
      `${applied.decreed} days of the calendar have changed: the next sweep counts open files anew.\n`,
    );
  }
  return 0;
}

/** The platform's own time, which on this machine may have been moved. */
async function now({ data, table }: { data: string; table?: string | undefined }): Promise<number> {
  if (table) return Date.now();
  const { url } = JSON.parse(readFileSync(join(resolve(data), "running.json"), "utf8")) as {
    url: string;
  };
  const shown = (await (await fetch(new URL("/clock", url))).json()) as { now: string };
  return Date.parse(shown.now);
}

function readAuthority(path: string) {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CannotApply(`${path} cannot be read as JSON: ${(error as Error).message}`);
  }
  const parsed = authoritySchema.safeParse(json);
  const faults = parsed.success
    ? fileFaults(parsed.data)
    : parsed.error.issues.map((issue) => `/${issue.path.join("/")}: ${issue.message}`);
  if (!parsed.success || faults.length > 0) {
    throw new CannotApply(`${path} is not applied:\n  ${faults.join("\n  ")}`);
  }
  return parsed.data;
}

function calendarFor(id: string, path: string | undefined): Calendar {
  try {
    const calendar = path === undefined ? calendarOf(id) : readCalendar(path);
    if (calendar.id !== id) {
      throw new CannotApply(
        `${path} is the calendar "${calendar.id}"; the authority names "${id}"`,
      );
    }
    compileCalendar(calendar);
    return calendar;
  } catch (error) {
    throw new CannotApply((error as Error).message);
  }
}

function readCalendar(path: string): Calendar {
  try {
    return parseCalendar(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const faults = error.issues.map((issue) => `/${issue.path.join("/")}: ${issue.message}`);
    throw new CannotApply(`${path} is not applied:\n  ${faults.join("\n  ")}`);
  }
}

/** The table of the running platform, whose endpoints its data folder tells. */
function tableFor({ data, table }: { data: string; table?: string | undefined }) {
  if (table) return openTable(table);
  if (!useRunning(data)) {
    throw new CannotApply(
      `No platform runs with its data in ${data}: start it with "npm start", or name its folder with --data.`,
    );
  }
  return openTable("licentia");
}
