/**
 * The whole platform on one machine: the store, the engine, the keys and the neighbours are opened
 * first, then the same handlers as on AWS are put between them and the door. What AWS's services
 * would be told by their own settings, the SDK is told by its endpoint variables.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Log } from "../../functions/log.ts";
import { FUNCTIONS } from "../../functions/manifest.ts";
import { realClock, useClock, useReach } from "../../functions/wiring.ts";
import { openTable } from "../../shared/store/client.ts";
import { openStore as openApplications } from "../../shared/store/store.ts";
import { TABLE } from "../../shared/store/table.ts";
import type { AssemblyFile } from "./assembly/assembly.ts";
import { clockListener } from "./clock/server.ts";
import { type ClockKind, chosenClock, type VirtualClock } from "./clock/virtual.ts";
import { seedDemo } from "./demo.ts";
import { ofAssembly, ofThisProject } from "./deployment.ts";
import {
  restoreEnvironment,
  setEnvironment,
  setSettings,
  surroundingsOfFunctions,
} from "./environment.ts";
import { executionsDirectly } from "./executions.ts";
import { freePort } from "./free-port.ts";
import { openFront } from "./front.ts";
import { meaningHere, settingsHere } from "./here.ts";
import { nameInArn } from "./invoke/context.ts";
import type { Functions } from "./invoke/in-process.ts";
import type { Invoke } from "./invoke/invocation.ts";
import { serveInvocations } from "./invoke/server.ts";
import { createKeys, keyAliasesOf } from "./keys/create.ts";
import { serveKeys } from "./keys/server.ts";
import { openLoopback, withinProcess } from "./loopback.ts";
import { createMachines } from "./machines.ts";
import { openNeighbours } from "./neighbours.ts";
import { runSchedules } from "./schedule/schedules.ts";
import { secretsOf } from "./secrets.ts";
import { startPage } from "./start-page.ts";
import { openEngine } from "./states/engine.ts";
import { answerCall, serveStates } from "./states/wire.ts";
import { commitTogether } from "./store/commit-together.ts";
import { tableDirectly } from "./store/directly.ts";
import { openStore } from "./store/dynoxide.ts";
import { keepHouse } from "./store/housekeeping.ts";
import { lockFolder } from "./store/lock.ts";
import { remembering } from "./store/remembering.ts";
import { createTable } from "./store/schema.ts";
import { readTogether } from "./store/together.ts";
import { announcing, type Followers, followStream } from "./streams/followers.ts";
import { tellingMoves } from "./streams/moves.ts";

export interface PlatformOptions {
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly clock?: ClockKind;
  readonly log: Log;
  /** Called after each invocation of a function, by its name. */
  readonly onInvoked?: (name: string) => void;
  /** Put around every invocation of a function. */
  readonly around?: (invoke: Invoke) => Invoke;
  /** Run in place of the handlers that stand in the project. */
  readonly functions?: Functions;
  /** What is run in place of this project's own functions, with the real clock. */
  readonly assembly?: AssemblyFile;
  /** Called where the platform cannot go on by itself. */
  readonly onFailure?: (error: Error) => void;
}

export interface Platform {
  /** Where the door is: `http://localhost:3000`. */
  readonly url: string;
  readonly clock: VirtualClock | undefined;
  /** Runs a scheduled function now, as its timer would. */
  runNow(schedule: string): Promise<boolean>;
  /** Stops it; nothing acknowledged is lost. */
  close(): Promise<void>;
}

const REGION = "local";
const ACCOUNT = "000000000000";
const HOUSEKEEPING_MS = 60_000;

/** @throws CannotStart with one line that says what to do */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const closing: (() => Promise<void> | void)[] = [];
  try {
    return await assemble(options, closing);
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

async function assemble(
  {
    folder,
    port: wantedPort,
    clock: clockKind = "real",
    log,
    onFailure,
    onInvoked,
    around = (invoke) => invoke,
    functions,
    assembly,
  }: PlatformOptions,
  closing: (() => Promise<void> | void)[],
): Promise<Platform> {
  const lock = lockFolder(folder);
  closing.push(() => lock.release());
  const port = await freePort(wantedPort);
  const origin = `http://localhost:${port}`;
  const clock = chosenClock(folder, clockKind);
  // What is put in place for this process's functions goes with the platform.
  closing.push(() => {
    useClock(realClock);
    useReach({});
    restoreEnvironment();
  });
  useClock(clock ?? realClock);
  const secrets = await secretsOf(folder);
  const region = assembly?.region ?? REGION;
  const credentials = { accessKeyId: "local", secretAccessKey: secrets.access };

  setEnvironment({
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  const store = await openStore({
    folder: join(folder, "store"),
    log,
    ...(onFailure && { onFailure }),
  });
  closing.push(() => store.close());
  const keys = await serveKeys({ file: join(folder, "keys.json") });
  closing.push(() => keys.close());
  const machinePrefix = `arn:aws:states:${region}:${ACCOUNT}:stateMachine:`;
  setEnvironment({
    AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
    AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${keys.port}`,
    // An address, not a name: with a name the SDK would put the bucket into the host.
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}/storage`,
    AWS_ENDPOINT_URL_SESV2: `${origin}/mailbox/ses`,
  });
  const settings = settingsHere({ origin, machinePrefix, secrets });
  const deployed = assembly?.resolve(meaningHere(settings, ACCOUNT));
  if (!deployed) setSettings(settings);

  const client = new DynamoDBClient({ endpoint: store.endpoint });
  closing.push(() => client.destroy());
  const spec = { name: settings.TABLE_NAME, ...TABLE };
  await createTable(client, spec);
  // A store that is not ours may ask for signatures: it is reached as on AWS.
  const near = store.databaseFile
    ? openLoopback(store.endpoint, { region, credentials })
    : undefined;
  closing.push(() => near?.close());
  const table = openTable(settings.TABLE_NAME, near && tableDirectly(near));
  await seedDemo(
    table,
    clock?.now() ?? Date.now(),
    (id) => !deployed || keyAliasesOf(id).every((alias) => deployed.keyAliases.includes(alias)),
  );
  const authorities = await openApplications(table).authorities.all();
  await createKeys(deployed?.keyAliases ?? authorities.flatMap(({ id }) => keyAliasesOf(id)));

  let followers: Followers | undefined;
  const deployment = deployed
    ? ofAssembly(deployed, surroundingsOfFunctions)
    : await ofThisProject(functions);
  closing.push(() => deployment.close());
  const invokeFunction = around(deployment.invoke);
  const counted: Invoke = async (name, payload) => {
    const result = await invokeFunction(name, payload);
    onInvoked?.(nameInArn(name));
    return result;
  };
  // Functions of this process tell what they write; of others it is known only that they ran.
  const ownFunctions = near !== undefined && !deployed && !functions;
  const invoke = ownFunctions ? counted : announcing(counted, () => followers?.announce());
  const lambda = await serveInvocations(
    invoke,
    FUNCTIONS.map(({ name }) => name),
    { log },
  );
  closing.push(() => lambda.close());
  setEnvironment({ AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint });

  const engine = openEngine({
    database: join(folder, "states.db"),
    invoke,
    region,
    account: ACCOUNT,
  });
  closing.push(() => engine.close());
  const states = await serveStates(engine, { port: 0 });
  closing.push(() => states.close());
  setEnvironment({ AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${states.port}` });
  const access = { region, credentials };
  const shared = readTogether(commitTogether(table));
  const tableOfFunctions = ownFunctions
    ? tellingMoves(remembering(shared), (move) => followers?.tell(move))
    : shared;
  const reach = {
    ...(near && { table: tableOfFunctions }),
    workflow: executionsDirectly(
      withinProcess(access, (target, body) => answerCall(engine, target, () => body)),
    ),
    keys: withinProcess(access, keys.answer).client,
  };
  useReach(reach);
  await createMachines(engine, deployment.machines, machinePrefix);

  const schedules = runSchedules({
    schedules: deployment.schedules,
    invoke,
    log,
  });
  closing.push(() => schedules.stop());

  const neighbours = await openNeighbours(
    { folder, origin, port, bucket: settings.BUCKET_NAME, credentials, secrets, invoke, log },
    closing,
  );
  useReach({ ...reach, ...neighbours.reach });
  const clockMount = clockListener(clock, async () => {
    await schedules.runNow("sweep");
    await schedules.runNow("publish-status-lists");
  });
  const door = await openFront({
    origin,
    port,
    invoke,
    functionsBehind: deployment.routes,
    mounts: [
      ...neighbours.mounts,
      { prefix: "/clock", listener: clockMount },
      { prefix: "/", listener: startPage(origin) },
    ],
    log,
  });
  closing.push(() => door.close());
  // First of all: what a schedule has begun may need the door, which has mailbox and files behind it.
  closing.push(() => schedules.stop());

  followers = followStream({
    endpoint: store.endpoint,
    access: near?.client ?? { region, credentials },
    ...(near && { ask: near.ask }),
    tableName: settings.TABLE_NAME,
    folder,
    told: ownFunctions,
    invoke,
    log,
  });
  closing.push(() => followers?.stop());
  if (store.databaseFile) {
    const house = keepHouse({
      client,
      spec,
      databaseFile: store.databaseFile,
      now: () => Date.now(),
      everyMs: HOUSEKEEPING_MS,
      log,
    });
    closing.push(() => house.stop());
  }
  await schedules.runNow("publish-status-lists");
  void schedules.runNow("sweep");

  const running = join(folder, "running.json");
  const endpoints = { url: origin, store: store.endpoint, keys: `http://127.0.0.1:${keys.port}` };
  writeFileSync(running, JSON.stringify(endpoints));
  closing.push(() => rmSync(running, { force: true }));
  return {
    url: origin,
    clock,
    runNow: (schedule) => schedules.runNow(schedule),
    close: () => closeAll(closing),
  };
}

/** Last opened is closed first, and one that fails to close keeps none of the others open. */
async function closeAll(closing: (() => Promise<void> | void)[]): Promise<void> {
  let failed: unknown;
  for (const close of closing.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      failed ??= error;
    }
  }
  if (failed) throw failed;
}
