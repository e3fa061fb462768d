/** The workflow engine by itself: `npm run states -- --port 8083 --db ./states.db`. */
import { parseArgs } from "node:util";
import { CannotStart } from "../cannot-start.ts";
import { openEngine } from "../states/engine.ts";
import { invokeOver } from "../states/lambda.ts";
import { serveStates } from "../states/wire.ts";
import { runCommand } from "./command.ts";

const USAGE = `Starts the workflow engine alone: Step Functions' API for any AWS SDK, on this machine.

  npm run states [-- options]

Options (environment in brackets)
  --port <number>          where it listens (PORT, default 8083; 0 takes a free one)
  --host <address>         on which address (HOST, default 127.0.0.1)
  --db <file>              where everything is kept (DB, default ./states.db)
  --retention-days <days>  how long a finished execution is kept (default 90)
  --help                   this text

Environment
  AWS_ENDPOINT_URL_LAMBDA  where functions are invoked, by the Lambda Invoke protocol
  AWS_REGION               of the ARNs that it gives (default us-east-1)
  AWS_ACCOUNT_ID           of the ARNs that it gives (default 000000000000)

Ctrl-C stops it. Whatever was acknowledged is on disk: the next start goes on from there.
`;

// JSONata reads a time without an offset in the zone of the machine, and AWS's machines are in UTC.
process.env["TZ"] = "UTC";

await runCommand(main, CannotStart);

async function main(): Promise<number | undefined> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: process.env["PORT"] ?? "8083" },
      host: { type: "string", default: process.env["HOST"] ?? "127.0.0.1" },
      db: { type: "string", default: process.env["DB"] ?? "./states.db" },
      "retention-days": { type: "string", default: "90" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const port = wholeNumber("--port", values.port, 65_535);
  const retentionDays = wholeNumber("--retention-days", values["retention-days"], 36_500);
  const engine = opened(values.db, retentionDays);
  const served = await serveStates(engine, { port, host: values.host }).catch(async (error) => {
    await engine.close();
    throw new CannotStart(
      `Nothing can listen on ${values.host}:${port} (${error.code}): give another --port or --host.`,
    );
  });
  console.log(`Step Functions on http://${values.host}:${served.port}, stored in ${values.db}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      await served.close();
      await engine.close();
      process.exit(0);
    });
  }
  return undefined;
}

/** @throws CannotStart for a file that cannot be opened as the engine's */
function opened(database: string, retentionDays: number) {
  try {
    return openEngine({
      database,
      invoke: invokeOver(process.env["AWS_ENDPOINT_URL_LAMBDA"]),
      region: process.env["AWS_REGION"] ?? "us-east-1",
      account: process.env["AWS_ACCOUNT_ID"] ?? "000000000000",
      retentionDays,
    });
  } catch (error) {
    throw new CannotStart(
      `${database} cannot be opened (${(error as Error).message}): give another file with --db.`,
    );
  }
}

/** @throws CannotStart for what is none from 0 up to a greatest */
function wholeNumber(option: string, text: string, greatest: number): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= greatest) return Number(text);
  throw new CannotStart(`${option} ${text} is no number from 0 to ${greatest}.`);
}
