/** What a cloud assembly would deploy, as the one-machine home can run it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../machines.ts";
import type { Schedule } from "../schedule/schedules.ts";
import { ofType, readTemplates, type Templates } from "./template.ts";
import { type Here, nameHere, type Resolve, resolverOf } from "./values.ts";

export interface DeployedFunction {
  readonly name: string;
  /** Module of its bundle, and the export that Lambda would call. */
  readonly module: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

export interface Assembly {
  readonly functions: readonly DeployedFunction[];
  readonly machines: readonly Machine[];
  readonly schedules: readonly Schedule[];
  /** Which function stands behind `GET /permits` and the others. */
  readonly routes: ReadonlyMap<string, string>;
  /** `alias/licentia-vn-quang-nam-licences` and the others. */
  readonly keyAliases: readonly string[];
}

export interface AssemblyFile {
  readonly region: string;
  resolve(here: Here): Assembly;
}

/** @throws CannotStart where the folder holds no assembly */
export function readAssembly(folder: string): AssemblyFile {
  const templates = readTemplates(folder);
  return {
    region: templates.region,
    resolve(here) {
      const resolve = resolverOf(templates, here);
      return {
        functions: functionsOf(templates, resolve),
        machines: ofType(templates.platform, "AWS::StepFunctions::StateMachine").map(
          ([, { Properties }]) => ({
            name: resolve(Properties["StateMachineName"]),
            definition: resolve(Properties["DefinitionString"]),
          }),
        ),
        schedules: schedulesOf(templates, resolve),
        routes: routesOf(templates, resolve),
        keyAliases: ofType(templates.data, "AWS::KMS::Alias").map(([, { Properties }]) =>
          resolve(Properties["AliasName"]),
        ),
      };
    },
  };
}

function functionsOf(
  { folder, platform, prefix }: Templates,
  resolve: Resolve,
): DeployedFunction[] {
  return ofType(platform, "AWS::Lambda::Function").map(([, { Properties }]) => {
    const { S3Key } = Properties["Code"] as { S3Key: string };
    const [file = "", handler = ""] = String(Properties["Handler"]).split(".");
    const { Variables = {} } = (Properties["Environment"] ?? {}) as {
      Variables?: Record<string, unknown>;
    };
    return {
      name: nameHere(Properties["FunctionName"], prefix),
      module: moduleIn(join(folder, `asset.${S3Key.replace(/\.zip$/, "")}`), file),
      handler,
      environment: Object.fromEntries(
        Object.entries(Variables).map(([name, value]) => [name, resolve(value)]),
      ),
      timeoutSeconds: Number(Properties["Timeout"]),
    };
  });
}

/** Lambda's runtime looks for these, in this order. */
function moduleIn(folder: string, file: string): string {
  const candidates = ["js", "mjs", "cjs"].map((ending) => join(folder, `${file}.${ending}`));
  return candidates.find((path) => existsSync(path)) ?? join(folder, file);
}

function routesOf({ platform }: Templates, resolve: Resolve): Map<string, string> {
  return new Map(
    ofType(platform, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) => {
      const { "Fn::Join": [, [, target] = []] = [] } = Properties["Target"] as {
        "Fn::Join"?: [string, [string, { Ref: string }]];
      };
      const integration = platform.Resources[target?.Ref ?? ""];
      return [String(Properties["RouteKey"]), resolve(integration?.Properties["IntegrationUri"])];
    }),
  );
}

function schedulesOf({ platform }: Templates, resolve: Resolve): Schedule[] {
  return ofType(platform, "AWS::Scheduler::Schedule").map(([id, { Properties }]) => {
    const rate = /^rate\((\d+) minutes?\)$/.exec(String(Properties["ScheduleExpression"]));
    if (!rate) throw new Error(`${id} has no rate in minutes`);
    const { Arn } = Properties["Target"] as { Arn: unknown };
    const functionName = resolve(Arn).split(":").at(-1) ?? "";
    return { functionName, everySeconds: Number(rate[1]) * 60 };
  });
}
