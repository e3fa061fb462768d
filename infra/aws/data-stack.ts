import { type App, Stack } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { createDocuments } from "./data/documents.ts";
import { createIssuerKeys, type IssuerKeys } from "./data/issuer-keys.ts";
import { createTable } from "./data/table.ts";
import { createPools, type Pools } from "./identity/pools.ts";
import type { Names } from "./names.ts";
import { kept } from "./removal.ts";
import type { Settings } from "./settings.ts";
import { stackProps } from "./stack-props.ts";

const PUNCTUATION = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/** What cannot be made again from code: records, files, keys, people, a secret. */
export class DataStack extends Stack {
  /** By export, and always: one that vanishes while it is imported would stop a deployment. */
  readonly exports: {
    readonly tableName: string;
    readonly tableArn: string;
    readonly streamArn: string;
    readonly bucketName: string;
    readonly bucketArn: string;
  };
  readonly keys: IssuerKeys;
  readonly pools: Pools;
  readonly gatewaySecret: Secret;

  constructor(app: App, names: Names, settings: Settings) {
    super(app, names.stack("data"), {
      ...stackProps(settings),
      description: "Licentia: what cannot be made again from code",
      terminationProtection: settings.retain,
    });
    const table = createTable(this, settings);
    const documents = createDocuments(this, names, settings);
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
        // By name as well: MiniStack heeds only these, and a comma in a secret would part it in two.
        excludeCharacters: PUNCTUATION,
      },
      removalPolicy: kept(settings),
    });
    this.exports = {
      tableName: this.exportValue(table.tableName),
      tableArn: this.exportValue(table.tableArn),
      streamArn: this.exportValue(table.tableStreamArn),
      bucketName: this.exportValue(documents.bucketName),
      bucketArn: this.exportValue(documents.bucketArn),
    };
  }
}
