/**
 * What would be deployed: what each function's bundle holds; and run here, with the environment,
 * state machines and routes of the templates. In one file, for all functions are bundled once.
 */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { Code } from "aws-cdk-lib/aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { SETTINGS } from "../../../functions/settings.ts";
import { type Bundled, bundleFunctions, bundleOf } from "../../../infra/aws/functions/bundle.ts";
import {
  type AssemblyFile,
  type DeployedFunction,
  readAssembly,
} from "../../../infra/local/assembly/assembly.ts";
import { openWorkers } from "../../../infra/local/assembly/workers.ts";
import type { Platform } from "../../../infra/local/platform.ts";
import { anonymously, licensed } from "../../journeys/dossier.ts";
import { signIn } from "../../journeys/people.ts";
import { openPlatform } from "../../journeys/platform.ts";
import { startProcess } from "../../journeys/process.ts";
import type { Attempt } from "./loading.ts";
import { openApp } from "./stacks.ts";

// Outside the project: what is not in a bundle is not found by climbing to its node_modules.
const folder = mkdtempSync(join(tmpdir(), "licentia-assembly-"));
const bundles = join(folder, "bundles");
const out = join(folder, "cdk.out");

const ISSUERS = { applicants: "APPLICANTS_ISSUER", officers: "OFFICERS_ISSUER" } as const;
const READ = new RegExp(`\\b[\\w$]+\\("(${SETTINGS.join("|")})"\\)`, "g");
/** They read the table without the SDK, to be loaded in no time. */
const LEAN = ["verify-licence", "verify-licences"];
const LEAN_BYTES = 60_000;

let bundled: Bundled;
let assembly: AssemblyFile;
let platform: Platform;

beforeAll(async () => {
  bundled = await bundleFunctions(FUNCTIONS, bundles);
  const codeOf = (name: string) => Code.fromAsset(bundleOf(bundles, name));
  openApp("dev", {}, out, { codeOf, validated: false }).app.synth();
  assembly = readAssembly(out);
  platform = await openPlatform({ assembly, clock: "real" });
}, 300_000);

afterAll(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As the assembly has them, with values of no meaning. */
function deployedFunctions(): readonly DeployedFunction[] {
  const addresses = { Url: "u", ApplicantsIssuer: "a", OfficersIssuer: "o", GatewayUrl: "g" };
  const secret = { key: "k", webhookSecrets: "w" };
  return assembly.resolve({ account: "0", tableName: "t", bucketName: "b", secret, addresses })
    .functions;
}

/** The error's type, where the function could not even be loaded. */
async function failureToLoad(each: DeployedFunction): Promise<string | undefined> {
  const workers = openWorkers([each], () => ({ LOG_LEVEL: "silent" }));
  try {
    const { payload } = await workers.invoke(each.name, "{}");
    const { errorType, errorMessage } = JSON.parse(payload);
    return errorType === "Runtime.ImportModuleError" ? errorMessage : undefined;
  } finally {
    await workers.close();
  }
}

function attemptOf({ module, handler, environment }: DeployedFunction): Attempt {
  return { module: pathToFileURL(module).href, handler, environment };
}

/** What each failed with, or undefined where it could be loaded. */
async function failuresToLoad(
  attempts: readonly Attempt[],
): Promise<readonly (string | undefined)[]> {
  const worker = new Worker(new URL("loading.ts", import.meta.url), { workerData: attempts });
  const [failures] = await once(worker, "message");
  await worker.terminate();
  return failures;
}

function textOf(name: string): string {
  return readFileSync(join(bundleOf(bundles, name), "index.mjs"), "utf8");
}

function packagesOf(name: string): Set<string> {
  const output = Object.entries(bundled.metafile.outputs).find(
    ([path]) => basename(dirname(path)) === name,
  )?.[1];
  const inputs = Object.entries(output?.inputs ?? {}).filter(
    ([, input]) => input.bytesInOutput > 0,
  );
  return new Set(
    inputs.flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
}

describe("a bundle", () => {
  it.each(FUNCTIONS)("of $name reads the settings of its row and no other", (row) => {
    const read = [...textOf(row.name).matchAll(READ)].map(([, name]) => name as string);
    // Which issuer a route asks for is chosen by its pool.
    const issuer = row.route?.pool ? [ISSUERS[row.route.pool]] : [];
    expect([...new Set([...read, ...issuer])].sort()).toEqual([...row.settings].sort());
  });

  it.each(FUNCTIONS)("of $name holds the clients that its grants need and no other", (row) => {
    const { table, bucket, keys, states, mail } = row.grants;
    const needed = {
      "@aws-sdk/client-dynamodb": LEAN.includes(row.name) ? undefined : table,
      "@aws-sdk/client-s3": bucket,
      "@aws-sdk/client-kms": keys,
      "@aws-sdk/client-sfn": states,
      "@aws-sdk/client-sesv2": mail,
    };
    const held = [...packagesOf(row.name)].filter((each) => each.startsWith("@aws-sdk/client-"));
    expect(held.sort()).toEqual(
      Object.entries(needed)
        .flatMap(([client, grant]) => (grant ? [client] : []))
        .sort(),
    );
  });

  it.each(LEAN)("of %s is small enough for whoever scans a code to wait for it", (name) => {
    expect(Buffer.byteLength(textOf(name))).toBeLessThanOrEqual(LEAN_BYTES);
  });

  it.each(LEAN)("of %s loads none of what a start would wait for longest", async (name) => {
    const loaded = `await import(process.argv[1]);
      process.stdout.write(JSON.stringify(process.moduleLoadList));`;
    const args = [
      "--input-type=module",
      "--eval",
      loaded,
      join(bundleOf(bundles, name), "index.mjs"),
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { TABLE_NAME: "licentia" },
    });
    const modules = (JSON.parse(stdout) as string[]).map((each) =>
      each.replace("NativeModule ", ""),
    );
    expect(modules).toContain("fs");
    expect(
      modules.filter((each) => /^(crypto|zlib|tls|internal\/deps\/undici)/.test(each)),
    ).toEqual([]);
  });

  it("carries no way to sign in, where Lambda hands its credentials over", () => {
    const held = FUNCTIONS.flatMap(({ name }) => [...packagesOf(name)]);
    expect(held).toContain("@aws-sdk/credential-provider-env");
    expect(held.filter((each) => /credential-provider-(?!env$)|nested-clients/.test(each))).toEqual(
      [],
    );
  });

  it("leaves nothing to be found at run time but what Node itself has", () => {
    const outside = Object.values(bundled.metafile.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    );
    expect([...new Set(outside)].filter((path) => !/^(node:)?[a-z_/0-9]+$/.test(path))).toEqual([]);
  });
});

describe("a synthesized assembly", () => {
  it("takes an application to a licence that verifies", async () => {
    const { url } = platform;
    const { licence } = await licensed(await signIn(url, "lan"), {
      reception: await signIn(url, "dienban-reception"),
      appraisal: await signIn(url, "dienban-appraiser"),
      head: await signIn(url, "dienban-head"),
      signing: await signIn(url, "dienban-leader"),
    });
    const { body } = await anonymously(url).post("/verifications", { licence: licence.sdJwt });
    expect(body).toMatchObject({ verdict: "valid", licence: { number: licence.number } });
  });

  it("holds every function of the manifest, each with all that it loads", async () => {
    const names = deployedFunctions().map(({ name }) => name);
    expect(names.sort()).toEqual(FUNCTIONS.map(({ name }) => name).sort());
    const whole = deployedFunctions().map(attemptOf);
    expect(await failuresToLoad(whole)).toEqual(whole.map(() => undefined));
  });

  it("has no function that starts without any one of its settings", async () => {
    const without = deployedFunctions().flatMap((each) =>
      Object.keys(each.environment).map((variable) => {
        const { [variable]: _, ...environment } = each.environment;
        return { ...attemptOf({ ...each, environment }), name: each.name, variable };
      }),
    );
    const failures = await failuresToLoad(without);
    expect(failures).toHaveLength(without.length);
    for (const [at, { name, variable }] of without.entries()) {
      expect(failures[at], `${name} without ${variable}`).toContain(variable);
    }
  });

  it("fails where an entry is wrong", async () => {
    const [any] = deployedFunctions() as [DeployedFunction];
    expect(await failureToLoad({ ...any, handler: "handle" })).toContain("exports no handle");
    expect(await failureToLoad({ ...any, module: `${any.module}.gone` })).toContain("gone");
  });

  it("is run by npm start -- --from-template", async () => {
    const started = await startProcess(["--from-template", out]);
    try {
      const { body } = await anonymously(started.url).get("/permits");
      expect(body.permits.length).toBeGreaterThan(0);
    } finally {
      await started.close();
    }
  });
});

describe("a folder", () => {
  it("that holds no assembly is refused by its name", () => {
    expect(() => readAssembly(join(folder, "nothing"))).toThrow("npm run synth");
  });
});
