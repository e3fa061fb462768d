/** `npm start`: the whole platform on this machine. */
import { enableCompileCache, flushCompileCache } from "node:module";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { logger } from "../../../functions/log.ts";
import { PermitDefinitionError } from "../../../workflows/define-permit.ts";
import { CannotStart } from "../cannot-start.ts";
import { type ClockKind, LAST_MOMENT } from "../clock/virtual.ts";
import { describePlatform } from "../description.ts";
import { runCommand } from "./command.ts";

const USAGE = `Starts Licentia on this machine: no account, no Docker, no Java.

  npm start [-- options]

Options
  --port <number>      where it listens (default 3000; 0 takes a free one)
  --data <folder>      where everything is kept (default .licentia)
  --clock virtual      the domain clock stands still until "npm run clock -- +16d" moves it;
                       a moment in place of "virtual", such as 2026-08-03T09:00:00+07:00, is
                       where it begins in a new data folder
  --from-template <folder>  runs what would be deployed: the bundles, environment and state
                       machines of a cloud assembly (npm run synth writes cdk.out)
  --log-level <level>  debug, info, warn or error (default warn)
  --help               this text

Ctrl-C stops it. Whatever was acknowledged is on disk: the next start goes on from there.
`;

/** Seven hundred modules, compiled at the first start only: each later one has a quarter less to do. */
const COMPILED = join(import.meta.dirname, "../../../node_modules/.cache/licentia");

const LEVELS = ["debug", "info", "warn", "error"] as const;

await runCommand(main, CannotStart, PermitDefinitionError);

async function main(): Promise<number | undefined> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "3000" },
      data: { type: "string" },
      "from-template": { type: "string" },
      clock: { type: "string", default: "real" },
      "log-level": { type: "string", default: "warn" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const port = Number(values.port);
  const { "from-template": template } = values;
  const clock = clockKindOf(values.clock);
  const level = LEVELS.find((each) => each === values["log-level"]);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CannotStart(`--port ${values.port} is no port: give a number from 0 to 65535.`);
  }
  if (template !== undefined && clock !== "real") {
    throw new CannotStart("--from-template runs bundles as they are: their clock is the real one.");
  }
  if (!level) {
    throw new CannotStart(`--log-level ${values["log-level"]} is not one of ${LEVELS.join(", ")}.`);
  }
  if (values.data === "") {
    throw new CannotStart("--data is empty: name a folder, such as --data .licentia.");
  }
  process.env["LOG_LEVEL"] = level;
  // Executions keep the names that they were started under, and those are the template's.
  const data = values.data ?? (template === undefined ? ".licentia" : ".licentia/from-template");
  await run({ port, clock, folder: resolve(data), template });
  return undefined;
}

/** @throws CannotStart for what is neither a kind nor a moment with its offset from UTC */
function clockKindOf(text: string): ClockKind {
  if (text === "real" || text === "virtual") return text;
  const startsAt = /^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (startsAt >= 0 && startsAt <= LAST_MOMENT) return { startsAt };
  throw new CannotStart(
    `--clock ${text} is not known: give real, virtual, or a moment such as 2026-08-03T09:00:00+07:00.`,
  );
}

interface Options {
  readonly port: number;
  readonly clock: ClockKind;
  readonly folder: string;
  readonly template: string | undefined;
}

async function run({ template, ...options }: Options) {
  enableCompileCache(COMPILED);
  const [{ startPlatform }, { readAssembly }] = await Promise.all([
    import("../platform.ts"),
    import("../assembly/assembly.ts"),
  ]);
  const platform = await startPlatform({
    ...options,
    ...(template !== undefined && { assembly: readAssembly(resolve(template)) }),
    log: logger,
    onFailure: (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  });
  // Now, because a platform that is killed does not come to its end.
  flushCompileCache();
  process.stdout.write(describePlatform(platform.url, options));
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    try {
      await platform.close();
      process.exit(0);
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
      process.exit(1);
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
