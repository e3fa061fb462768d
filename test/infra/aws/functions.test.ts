import { describe, expect, it } from "vitest";
import { FUNCTIONS, type FunctionRow, functionRow } from "../../../functions/manifest.ts";
import { readSettings } from "../../../infra/aws/settings.ts";
import type { Action } from "../../../shared/access.ts";
import { stateMachineOf } from "../../../shared/workflow/states.ts";
import { permits } from "../../../workflows/registry.ts";
import { build, type Resource, resourcesOf, said } from "./stacks.ts";

const { platform } = build().templates;
const functions = resourcesOf(platform, "AWS::Lambda::Function");
const roles = resourcesOf(platform, "AWS::IAM::Role");

function lambdaOf(name: string): Resource {
  const found = functions.find(({ Properties }) => Properties.FunctionName === `licentia-${name}`);
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

/** What a role allows, one line for each action and resource. */
function allowed(name: Action): string[] {
  const role = roles.find(({ Properties }) =>
    said(Properties.RoleName).startsWith(`licentia-${name}-ap-`),
  );
  const statements = role?.Properties.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: unknown[] } }) => policy.PolicyDocument.Statement,
  ) as { Action: string | string[]; Resource: unknown }[];
  return statements.flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        (Array.isArray(Resource) ? Resource : [Resource]).map(
          (resource) => `${action} ${named(said(resource))}`,
        ),
      ),
  );
}

/** A resource by what it is, without what the construct tree adds to its name. */
function named(resource: string): string {
  return resource
    .replace(/<TableCD\w+StreamArn\w+>/, "stream")
    .replace(/<TableCD\w+Arn\w+>/, "table")
    .replace(/<Documents\w+Arn\w+>/, "bucket")
    .replace(/<Key(\w+?)[0-9A-F]{8}Arn\w+>/, "key $1")
    .replace(/<\w+Logs\w+\.Arn>/, "own logs")
    .replace(/^arn:<AWS::Partition>:/, "");
}

const EVERY_FUNCTION = [
  "logs:CreateLogStream own logs",
  "logs:PutLogEvents own logs",
  "xray:PutTelemetryRecords *",
  "xray:PutTraceSegments *",
];

const granted = (name: Action) =>
  allowed(name)
    .filter((line) => !EVERY_FUNCTION.includes(line))
    .sort();

describe("every function", () => {
  it("is of the manifest, and the manifest's are all there", () => {
    expect(functions.map(({ Properties }) => Properties.FunctionName).sort()).toEqual(
      FUNCTIONS.map(({ name }) => `licentia-${name}`).sort(),
    );
  });

  it.each(FUNCTIONS)("$name has the settings, memory and time of its row", (row: FunctionRow) => {
    const { Properties } = lambdaOf(row.name);
    expect(Object.keys(Properties.Environment?.Variables ?? {}).sort()).toEqual(
      [...row.settings].sort(),
    );
    expect(Properties).toMatchObject({
      MemorySize: row.memory,
      Timeout: row.timeoutSeconds,
      Architectures: ["arm64"],
      Runtime: "nodejs24.x",
      TracingConfig: { Mode: "Active" },
    });
  });

  it("has a role of its own", () => {
    const used = functions.map(({ Properties }) => said(Properties.Role));
    expect(new Set(used).size).toBe(FUNCTIONS.length);
  });

  it("may write to its own log and be traced", () => {
    for (const { name } of FUNCTIONS) {
      expect(allowed(name), name).toEqual(expect.arrayContaining(EVERY_FUNCTION));
    }
  });

  it("logs in JSON to a group that forgets", () => {
    for (const { Properties } of functions) {
      expect(Properties.LoggingConfig.LogFormat).toBe("JSON");
    }
    for (const { Properties } of resourcesOf(platform, "AWS::Logs::LogGroup")) {
      expect(Properties.RetentionInDays).toBe(365);
    }
  });

  it("shares the account's instances, until a setting keeps some for it", () => {
    expect(functions.filter(({ Properties }) => Properties.ReservedConcurrentExecutions)).toEqual(
      [],
    );
    const { templates } = build("dev", { reservedConcurrency: { sweep: 1 } });
    templates.platform.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "licentia-sweep",
      ReservedConcurrentExecutions: 1,
    });
  });
});

describe("a role", () => {
  it("allows nothing where the manifest grants nothing", () => {
    expect(granted("read-openapi")).toEqual([]);
  });

  it("allows a reader to read", () => {
    expect(granted("look-up-dossier")).toEqual(["dynamodb:GetItem table"]);
  });

  it("names the index that is queried", () => {
    expect(granted("list-tasks")).toContain("dynamodb:Query table/index/inbox");
  });

  it("allows an upload into quarantine and no look at it", () => {
    const files = granted("add-document").filter((line) => line.startsWith("s3:"));
    expect(files).toEqual(["s3:PutObject bucket/quarantine/*"]);
  });

  it("allows a download of what was released", () => {
    const files = granted("read-task-document").filter((line) => line.startsWith("s3:"));
    expect(files).toEqual(["s3:GetObject bucket/documents/*"]);
  });

  it("allows signatures to two functions, each with its own keys", () => {
    const signing = FUNCTIONS.flatMap(({ name }) =>
      granted(name)
        .filter((line) => line.startsWith("kms:Sign "))
        .map((line) => `${name}: ${line}`),
    );
    expect(signing.sort()).toEqual([
      "issue-licence: kms:Sign key vnhuelicences",
      "issue-licence: kms:Sign key vnquangnamlicences",
      "publish-status-lists: kms:Sign key vnhuestatuslists",
      "publish-status-lists: kms:Sign key vnquangnamstatuslists",
    ]);
  });

  it("allows mails from the one domain", () => {
    const mails = granted("send-mails").filter((line) => line.startsWith("ses:"));
    expect(mails).toEqual([
      "ses:SendEmail ses:ap-southeast-1:<AWS::AccountId>:identity/licentia.example",
    ]);
  });

  it("allows mails to the addresses of a sandbox besides: SES asks for a right to those as well", () => {
    const { mail } = readSettings("dev");
    const sandboxRecipients = ["lan@example.com", "example.org"];
    const { templates } = build("dev", { mail: { ...mail, sandboxRecipients } });
    const resources = resourcesOf(templates.platform, "AWS::IAM::Role")
      .flatMap(({ Properties }) => Properties.Policies ?? [])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => Action === "ses:SendEmail")
      .map(({ Resource }) => Resource.map(said).map((arn: string) => arn.replace(/^.*\//, "")));
    const identities = ["dev.licentia.example", "example.org", "lan@example.com"];
    expect(resources).toEqual([identities, identities]);
  });

  it("allows the stream's consumer the machines, its stream, and no more", () => {
    const machines = permits
      .map(({ id, version }) => `licentia-${stateMachineOf(id, version)}`)
      .map((name) => `states:ap-southeast-1:<AWS::AccountId>:stateMachine:${name}`)
      .sort();
    expect(granted("attend-applications")).toEqual([
      "dynamodb:DescribeStream stream",
      "dynamodb:GetItem table",
      "dynamodb:GetRecords stream",
      "dynamodb:GetShardIterator stream",
      "dynamodb:ListStreams table/stream/*",
      "dynamodb:PutItem table",
      "dynamodb:Query table",
      "dynamodb:UpdateItem table",
      expect.stringMatching(/^sns:Publish <LeftToSweep/),
      ...["SendTaskFailure", "SendTaskSuccess", "StartExecution"].flatMap((action) =>
        machines.map((machine) => `states:${action} ${machine}`),
      ),
    ]);
  });

  it("is made of the manifest's grants: each action on the table, and no other", () => {
    for (const { name, grants } of FUNCTIONS) {
      const onTable = granted(name)
        .filter((line) => / table$/.test(line))
        .map((line) => line.replace(/^dynamodb:| table$/g, ""));
      expect(onTable, name).toEqual([...(grants.table ?? [])].sort());
    }
  });
});

describe("the gateway's key", () => {
  const [open, receive] = (["open-checkout", "receive-payment"] as const).map(
    (name) => lambdaOf(name).Properties.Environment.Variables,
  );

  it("is in no template", () => {
    expect(open.GATEWAY_KEY).toBe("{{resolve:secretsmanager:licentia/gateway:SecretString:key::}}");
    expect(receive.GATEWAY_WEBHOOK_SECRETS).toBe(
      "{{resolve:secretsmanager:licentia/gateway:SecretString:webhookSecrets::}}",
    );
  });

  it("is read anew when the settings name another version of it", () => {
    const gateway = { url: "https://gateway.example", secretVersion: "v2" };
    const { templates } = build("dev", { gateway });
    templates.platform.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "licentia-open-checkout",
      Environment: {
        Variables: {
          GATEWAY_KEY: "{{resolve:secretsmanager:licentia/gateway:SecretString:key::v2}}",
        },
      },
    });
  });

  it("is given to the functions that speak with the gateway alone", () => {
    const given = functions.filter(({ Properties }) =>
      JSON.stringify(Properties.Environment ?? {}).includes("secretsmanager"),
    );
    expect(given.map(({ Properties }) => Properties.FunctionName).sort()).toEqual([
      "licentia-open-checkout",
      "licentia-receive-payment",
      "licentia-sweep",
    ]);
  });
});

describe("a restored table", () => {
  it("takes the place of the stack's own in settings, grants and streams", () => {
    const arn = "arn:aws:dynamodb:ap-southeast-1:123456789012:table/restored";
    const restoredTable = { name: "restored", streamArn: `${arn}/stream/2026-01-01T00:00:00.000` };
    const { templates } = build("dev", { restoredTable });
    const sweep = resourcesOf(templates.platform, "AWS::Lambda::Function").find(
      ({ Properties }) => Properties.FunctionName === "licentia-sweep",
    );
    expect(sweep?.Properties.Environment.Variables.TABLE_NAME).toBe("restored");
    for (const { Properties } of resourcesOf(
      templates.platform,
      "AWS::Lambda::EventSourceMapping",
    )) {
      expect(Properties.EventSourceArn).toBe(restoredTable.streamArn);
    }
    const platform = JSON.stringify(templates.platform.toJSON());
    expect(platform).toContain(":table/restored");
    expect(platform).not.toMatch(/ExportsOutput(Ref|FnGetAtt)Table/);
  });
});

describe("an upload that cannot be inspected", () => {
  it("ends in a queue", () => {
    expect(
      said(lambdaOf(functionRow("inspect-document").name).Properties.DeadLetterConfig),
    ).toMatch(/FailedUploads/);
  });
});
