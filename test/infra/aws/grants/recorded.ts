/**
 * A platform whose functions are watched: what each asks AWS's services for is written down, and
 * refused where the manifest does not grant it. Each function has modules of its own, as on Lambda:
 * what one remembers is no help to another.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync, rmSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SFNClient } from "@aws-sdk/client-sfn";
import { build } from "esbuild";
import { vi } from "vitest";
import { FUNCTIONS, functionRow } from "../../../../functions/manifest.ts";
import { nameInArn } from "../../../../infra/local/invoke/context.ts";
import type { FunctionHandler } from "../../../../infra/local/invoke/in-process.ts";
import type { Invoke } from "../../../../infra/local/invoke/invocation.ts";
import { type OpenLoopback, openLoopback } from "../../../../infra/local/loopback.ts";
import type { PlatformOptions } from "../../../../infra/local/platform.ts";
import type { Clock } from "../../../../shared/ports.ts";
import { type TableClient, tableClient } from "../../../../shared/store/client.ts";
import { type Asked, askedBy, askedWith, grantsOf, linksIn, rememberKey } from "./grants.ts";

const ROOT = join(import.meta.dirname, "../../../..");
// Within node_modules, from where the packages are found.
const FOLDER = join(ROOT, `node_modules/.licentia-recorded-${process.pid}`);

/** What every function has asked for. */
export const used = new Map<string, Set<string>>();
/** What was refused, with the function that asked. */
export const refused: string[] = [];

const ANYBODY = {
  region: "local",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};

const running = new AsyncLocalStorage<string>();
const realRequest = http.request;
let watching: Promise<void> | undefined;

/** In place of `openPlatform`. */
export async function openRecorded({
  around = (invoke) => invoke,
  ...options
}: Pick<PlatformOptions, "around"> = {}) {
  watching ??= watchClients();
  await watching;
  const { openPlatform, BEGINNING } = await vi.importActual<
    typeof import("../../../journeys/platform.ts")
  >("../../../journeys/platform.ts");
  let platform: Awaited<ReturnType<typeof openPlatform>> | undefined;
  // Functions are called before the platform is there, when it stands at its beginning.
  const clock = { now: () => platform?.clock?.now() ?? BEGINNING };
  let near: OpenLoopback | undefined;
  const toTable = () => {
    near ??= openLoopback(process.env["AWS_ENDPOINT_URL_DYNAMODB"] ?? "", ANYBODY);
    return tableClient(near.client);
  };
  const loaded = new Map<string, Promise<Recorded>>();
  const moduleOf = (name: string) => {
    const module = loaded.get(name) ?? opened(name, clock, toTable());
    loaded.set(name, module);
    return module;
  };
  const functions = Object.fromEntries(
    FUNCTIONS.map(({ name }): [string, FunctionHandler] => [
      name,
      async (...call) => (await moduleOf(name)).handler(...call),
    ]),
  );
  platform = await openPlatform({
    ...options,
    functions,
    around: (invoke) => around(watched(invoke)),
  });
  const { close } = platform;
  return Object.assign(platform, {
    async close() {
      await near?.close();
      await close();
    },
  });
}

interface Recorded
  extends Pick<typeof import("../../../../functions/wiring.ts"), "useClock" | "useReach">,
    Pick<typeof import("../../../../shared/store/client.ts"), "openTable"> {
  readonly handler: FunctionHandler;
}

/** A function that remembers nothing of the platform before. */
async function opened(name: string, clock: Clock, toTable: TableClient): Promise<Recorded> {
  const file = pathToFileURL(join(FOLDER, `${name}.mjs`)).href;
  const functions = (await import(/* @vite-ignore */ file)) as Recorded;
  // By its own modules: what these throw, no other's are known to be.
  functions.useReach({ table: functions.openTable(process.env["TABLE_NAME"] ?? "", toTable) });
  functions.useClock(clock);
  return functions;
}

/** Takes away what `openRecorded` has built. */
export function forgetRecorded(): void {
  http.request = realRequest;
  rmSync(FOLDER, { recursive: true, force: true });
}

async function watchClients(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: FUNCTIONS.map(({ name }) => ({ in: `recorded:${name}`, out: name })),
    outdir: FOLDER,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
    plugins: [
      {
        name: "recorded",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^recorded:/ }, ({ path }) => ({ path, namespace: "recorded" }));
          onLoad({ filter: /.*/, namespace: "recorded" }, ({ path }) => ({
            resolveDir: ROOT,
            contents: `export { handler } from "./${functionRow(path.replace("recorded:", "")).entry}";
              export { openTable } from "./shared/store/client.ts";
              export { useClock, useReach } from "./functions/wiring.ts";`,
          }));
        },
      },
    ],
  });
  for (const client of [DynamoDBClient, KMSClient, S3Client, SESv2Client, SFNClient]) {
    watch(client.prototype as unknown as Sender);
  }
  http.request = ((...call: Parameters<typeof realRequest>) => {
    const sent = realRequest(...call);
    const name = running.getStore();
    if (name === undefined) return sent;
    const { end } = sent;
    sent.end = ((...[body, ...rest]: Parameters<typeof end>) => {
      for (const asked of askedWith(sent.path, sent.getHeader("x-amz-target"), body))
        note(name, asked);
      return end.call(sent, body, ...rest);
    }) as typeof end;
    return sent;
  }) as typeof realRequest;
}

interface Sender {
  send(command: { input: object }, ...rest: unknown[]): Promise<unknown>;
}

function watch(client: Sender): void {
  const send = client.send;
  client.send = async function (this: Sender, command, ...rest) {
    const name = running.getStore();
    if (name === undefined) return send.call(this, command, ...rest);
    for (const asked of askedBy(command)) note(name, asked);
    try {
      const answer = await send.call(this, command, ...rest);
      rememberKey(command.input, answer);
      return answer;
    } catch (error) {
      // Without the right to list, S3 would have said 403 in place of 404.
      if (["NotFound", "NoSuchKey"].includes((error as Error).name)) note(name, "bucket absence");
      throw error;
    }
  };
}

function note(name: string, asked: Asked): void {
  if (!grantsOf(functionRow(name)).includes(asked)) {
    refused.push(`${name}: ${asked}`);
    throw Object.assign(new Error(`${name} is not granted ${asked}`), {
      name: "AccessDeniedException",
    });
  }
  const sofar = used.get(name) ?? new Set();
  used.set(name, sofar.add(asked));
}

/** A link or a form that is given away is used by the right of the function that signed it. */
function watched(invoke: Invoke): Invoke {
  return async (functionName, payload) => {
    const name = nameInArn(functionName);
    const result = await running.run(name, () => invoke(functionName, payload));
    for (const asked of linksIn(result.payload)) note(name, asked);
    return result;
  };
}
