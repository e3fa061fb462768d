import { type App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import type { HttpApi, HttpRoute } from "aws-cdk-lib/aws-apigatewayv2";
import type { Code, EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Pool } from "../../functions/contract.ts";
import { FUNCTIONS } from "../../functions/manifest.ts";
import type { DataStack } from "./data-stack.ts";
import { addressOf, createApi, type Identity, openDoor } from "./door/door.ts";
import { type Environment, environmentFor, settingsOf } from "./functions/environment.ts";
import { PlatformFunction } from "./functions/function.ts";
import { type Granted, statementsOf } from "./functions/grants.ts";
import { createClients } from "./identity/clients.ts";
import { POOLS } from "./identity/pools.ts";
import type { Names } from "./names.ts";
import type { Settings } from "./settings.ts";
import { stackProps } from "./stack-props.ts";
import { schedule } from "./triggers/schedules.ts";
import { followStream } from "./triggers/stream.ts";
import { awaitUploads } from "./triggers/uploads.ts";
import { createMachines } from "./workflow/machines.ts";

export interface PlatformProps {
  readonly data: DataStack;
  readonly names: Names;
  readonly settings: Settings;
  /** The bundle of a function. */
  readonly codeOf: (name: string) => Code;
}

/** What is made from code: functions, their triggers, the state machines, the door. */
export class PlatformStack extends Stack {
  readonly functions: readonly PlatformFunction[];
  readonly machines: readonly StateMachine[];
  readonly routes: ReadonlyMap<string, HttpRoute>;
  readonly streams: readonly EventSourceMapping[];
  readonly api: HttpApi;
  /** Uploads that no attempt could inspect. */
  readonly failedUploads: Queue;
  /** Told of what the streams' consumers left to the sweep; nobody need hear it, it is counted. */
  readonly leftToSweep: Topic;
  readonly tableName: string;

  constructor(app: App, { data, names, settings, codeOf }: PlatformProps) {
    super(app, names.stack("platform"), {
      ...stackProps(settings),
      description: "Licentia: functions, workflow and door",
      // It can be made again, but not with the address and the clients that others have been told.
      terminationProtection: settings.retain,
    });
    this.addStackDependency(data, "the gateway's secret is read by its name");
    const table = tableOf(data, settings);
    this.tableName = table.name;
    this.api = createApi(this, names, settings);
    this.failedUploads = new Queue(this, "FailedUploads", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.leftToSweep = new Topic(this, "LeftToSweep", { enforceSSL: true });
    const identities = this.#identities(data, settings);
    const environment = environmentFor(names, settings, {
      tableName: table.name,
      bucketName: data.exports.bucketName,
      applicantsIssuer: identities.applicants.issuer,
      officersIssuer: identities.officers.issuer,
      apiEndpoint: addressOf(this.api, settings),
    });
    const granted = {
      ...table,
      bucketArn: data.exports.bucketArn,
      keys: data.keys,
      leftToSweep: this.leftToSweep.topicArn,
    };
    this.functions = this.#functions(names, settings, environment, granted, codeOf);
    this.machines = createMachines(this, this.functions, names, settings);
    this.routes = openDoor(this, this.api, this.functions, identities, names, settings);
    this.streams = followStream(this, this.functions, table.streamArn, this.leftToSweep);
    schedule(this, this.functions, names);
    awaitUploads(this, this.functions, data.exports.bucketName, this.failedUploads, names);
    this.#outputs(environment, identities);
  }

  #identities(data: DataStack, settings: Settings): Readonly<Record<Pool, Identity>> {
    const identities = POOLS.map((pool) => {
      const userPool = data.pools[pool];
      const clients = createClients(this, userPool, pool, settings);
      return [pool, { issuer: issuerOf(userPool.userPoolId, settings), clients }];
    });
    return Object.fromEntries(identities) as Record<Pool, Identity>;
  }

  #functions(
    names: Names,
    settings: Settings,
    environment: Environment,
    granted: Granted,
    codeOf: PlatformProps["codeOf"],
  ): PlatformFunction[] {
    return FUNCTIONS.map(
      (row) =>
        new PlatformFunction(this, {
          row,
          names,
          settings,
          code: codeOf(row.name),
          environment: settingsOf(row, environment),
          statements: statementsOf(row, granted, names, settings),
          ...(row.trigger?.kind === "object-created" && { failed: this.failedUploads }),
        }),
    );
  }

  #outputs(environment: Environment, identities: Readonly<Record<Pool, Identity>>): void {
    const outputs = {
      Url: environment.PUBLIC_URL,
      GatewayUrl: environment.GATEWAY_URL,
      TableName: environment.TABLE_NAME,
      ApplicantsIssuer: identities.applicants.issuer,
      OfficersIssuer: identities.officers.issuer,
      ApplicantsClients: identities.applicants.clients.join(","),
      OfficersClients: identities.officers.clients.join(","),
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

/** As the pool's tokens name it. */
function issuerOf(userPoolId: string, { region }: Settings): string {
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}

function tableOf(data: DataStack, { restoredTable }: Settings) {
  if (restoredTable) {
    const { name, streamArn } = restoredTable;
    const tableArn = data.formatArn({ service: "dynamodb", resource: "table", resourceName: name });
    return { name, tableArn, streamArn };
  }
  const { tableName: name, tableArn, streamArn } = data.exports;
  return { name, tableArn, streamArn };
}
