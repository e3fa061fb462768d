/** What would be deployed, run here: the bundles, environment, state machines and routes of templates. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { Code } from "aws-cdk-lib/aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { bundleFunctions, bundleOf } from "../../../infra/aws/functions/bundle.ts";
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
const out = join(folder, "cdk.out");

let assembly: AssemblyFile;
let platform: Platform;

beforeAll(async () => {
  const bundles = join(folder, "bundles");
  await bundleFunctions(FUNCTIONS, bundles);
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
