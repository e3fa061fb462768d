/** What one licence costs, counted: transitions, invocations, requests, units, signatures, mails. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { GetExecutionHistoryCommand, SFNClient } from "@aws-sdk/client-sfn";
import { isHuman, stagesOf } from "../../../shared/permit/stages.ts";
import { executionName, stateMachineOf } from "../../../shared/workflow/states.ts";
import { currentVersion } from "../../../workflows/registry.ts";
import { startPlatform } from "../platform.ts";
import { openStore } from "../store/dynoxide.ts";
import { type CountedPath, peopleOf, RETAIL_LIQUOR, walkOnce } from "./counted-paths.ts";
import { meterStore } from "./metered-store.ts";
import { DRAFT, FILE, lifecycleAt } from "./servers.ts";
import type { Lifecycle } from "./steps.ts";

export interface LicenceCost {
  readonly transitions: number;
  readonly invocations: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly reads: number;
  readonly writes: number;
  readonly signatures: number;
  readonly mails: number;
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const SETTLED_MS = 2_000;

/** A counted path, from the submission to the downloaded licence, without a supplement. */
export async function countLicence(path: CountedPath = RETAIL_LIQUOR): Promise<LicenceCost> {
  const folder = mkdtempSync(join(tmpdir(), "licentia-cost-"));
  const store = await openStore({ folder: join(folder, "table"), log: SILENT, env: {} });
  const meter = await meterStore(store.endpoint);
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = meter.endpoint;
  process.env["LOG_LEVEL"] = "silent";
  const invocations: Record<string, number> = {};
  const platform = await startPlatform({
    folder,
    port: 0,
    log: SILENT,
    onInvoked: (name) => {
      invocations[name] = (invocations[name] ?? 0) + 1;
    },
  });
  const signatures = countCalls(KMSClient, "SignCommand");
  try {
    const lifecycle = await lifecycleAt(platform.url, peopleOf(path));
    let requests = 0;
    const call: typeof lifecycle.call = async (who, method, address, body) => {
      if (address.endsWith("/submission")) {
        await inspected(lifecycle, who, address.replace("/submission", ""));
        begin();
      }
      requests++;
      return lifecycle.call(who, method, address, body);
    };
    const begin = () => {
      meter.read();
      requests = 0;
      for (const name of Object.keys(invocations)) delete invocations[name];
    };
    const id = await walkOnce({ ...lifecycle, call }, path, FILE);
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    const { reads, writes } = meter.read();
    const transitions = await transitionsOf(path.draft.permit, id);
    const mails = ((await (await fetch(`${platform.url}/mailbox.json`)).json()) as object[]).length;
    const counted = { transitions, invocations, requests, reads, writes, mails };
    return { ...counted, signatures: signatures() };
  } finally {
    await platform.close();
    delete process.env["AWS_ENDPOINT_URL_DYNAMODB"];
    await meter.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function benchLicenceCost(print: (line: string) => void): Promise<void> {
  const cost = await countLicence();
  const permit = currentVersion(DRAFT.permit, new Date().toISOString().slice(0, 10));
  const human = permit ? stagesOf(permit).filter(isHuman).length : 0;
  const total = Object.values(cost.invocations).reduce((sum, count) => sum + count, 0);
  print(`one licence of ${human} human stages, from submission to download:`);
  print(`  transitions ${cost.transitions} (to reach: ${human + 3})`);
  print(`  write units ${cost.writes} (to reach: ${24 + 14 * human}), read units ${cost.reads}`);
  print(
    `  requests ${cost.requests}, invocations ${total}, signatures ${cost.signatures}, mails ${cost.mails}`,
  );
  const kinds = Object.entries(cost.invocations).sort(([, a], [, b]) => b - a);
  print(`  ${kinds.map(([name, count]) => `${name} ${count}`).join(", ")}`);
}

/** The inspection of the documents belongs to the draft: it must have ended where the count begins. */
async function inspected(
  { call }: Lifecycle,
  applicant: string,
  application: string,
): Promise<void> {
  for (;;) {
    const { body } = await call(applicant, "GET", application);
    const documents = (body["documents"] ?? []) as { status: string }[];
    if (documents.every(({ status }) => status === "clean")) return;
  }
}

/** States entered, and the start: what Step Functions bills as state transitions. */
async function transitionsOf(permit: string, application: string): Promise<number> {
  const client = new SFNClient({});
  const prefix = process.env["STATE_MACHINE_PREFIX"]?.replace(":stateMachine:", ":execution:");
  const executionArn = `${prefix}${stateMachineOf(permit, 1)}:${executionName(application, 1)}`;
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
  );
  client.destroy();
  return 1 + events.filter(({ type }) => type?.endsWith("StateEntered")).length;
}

/** Counts a client's calls of one kind from now on; the status list's signature at start is no licence's. */
function countCalls(client: typeof KMSClient, command: string): () => number {
  const prototype = client.prototype as { send: (...call: unknown[]) => unknown };
  const { send } = prototype;
  let called = 0;
  prototype.send = function counted(this: unknown, ...call: unknown[]) {
    if ((call[0] as object).constructor.name === command) called++;
    return send.apply(this, call);
  };
  return () => {
    prototype.send = send;
    return called;
  };
}
