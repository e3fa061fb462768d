/** The workflow engine by itself: `npm run states -- --port 8083 --db ./states.db`. */
import { parseArgs } from "node:util";
import { openEngine } from "../states/engine.ts";
import { invokeOver } from "../states/lambda.ts";
import { serveStates } from "../states/wire.ts";

// JSONata reads a time without an offset in the zone of the machine, and AWS's machines are in UTC.
process.env["TZ"] = "UTC";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env["PORT"] ?? "8083" },
    host: { type: "string", default: process.env["HOST"] ?? "127.0.0.1" },
    db: { type: "string", default: process.env["DB"] ?? "./states.db" },
    "retention-days": { type: "string", default: "90" },
  },
});

const engine = openEngine({
  database: values.db,
  invoke: invokeOver(process.env["AWS_ENDPOINT_URL_LAMBDA"]),
  region: process.env["AWS_REGION"] ?? "us-east-1",
  account: process.env["AWS_ACCOUNT_ID"] ?? "000000000000",
  retentionDays: Number(values["retention-days"]),
});
const served = await serveStates(engine, { port: Number(values.port), host: values.host });
console.log(`Step Functions on http://${values.host}:${served.port}, stored in ${values.db}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await served.close();
    await engine.close();
    process.exit(0);
  });
}
