import { type App, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { createDocuments } from "./data/documents.ts";
import { createIssuerKeys, type IssuerKeys } from "./data/issuer-keys.ts";
import { createTable } from "./data/table.ts";
import { createPools, type Pools } from "./identity/pools.ts";
import type { Names } from "./names.ts";
import type { Settings } from "./settings.ts";
import { stackProps } from "./stack-props.ts";

/** What cannot be made again from code: records, files, keys, people, a secret. */
export class DataStack extends Stack {
  readonly table: Table;
  readonly documents: Bucket;
  readonly keys: IssuerKeys;
  readonly pools: Pools;
  readonly gatewaySecret: Secret;

  constructor(app: App, names: Names, settings: Settings) {
    super(app, names.stack("data"), {
      ...stackProps(settings),
      description: "Licentia: what cannot be made again from code",
      terminationProtection: settings.retain,
    });
    this.table = createTable(this, settings);
    this.documents = createDocuments(this, names, settings);
    this.keys = createIssuerKeys(this, names, settings);
    this.pools = createPools(this, names, settings);
    this.gatewaySecret = new Secret(this, "Gateway", {
      secretName: names.gatewaySecret,
      description: "The payment gateway's API key, and what it signs its webhooks with",
      // Random until the gateway's own are put in its place: a known value would be a forged webhook.
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ key: "not-set" }),
        generateStringKey: "webhookSecrets",
        excludePunctuation: true,
      },
      removalPolicy: settings.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.#keepExports();
  }

  /** An export that vanishes while it is still imported would stop a restored table's deployment. */
  #keepExports(): void {
    this.exportValue(this.table.tableName);
    this.exportValue(this.table.tableArn);
    this.exportValue(this.table.tableStreamArn);
  }
}
