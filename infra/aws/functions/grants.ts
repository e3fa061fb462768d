/** From what the manifest grants a function to statements of its role: names, where AWS takes them. */
import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { FunctionRow, Grants } from "../../../functions/manifest.ts";
import { stateMachineOf } from "../../../shared/workflow/states.ts";
import { permits } from "../../../workflows/registry.ts";
import { objectsOf } from "../data/documents.ts";
import type { IssuerKeys } from "../data/issuer-keys.ts";
import type { Names } from "../names.ts";
import type { Settings } from "../settings.ts";

export interface Granted {
  readonly tableArn: string;
  readonly streamArn: string;
  readonly bucketArn: string;
  readonly keys: IssuerKeys;
  /** Topic that Lambda tells of batches left to the sweep. */
  readonly leftToSweep: string;
}

/** What the function itself calls, and what Lambda does in its name. */
export function statementsOf(
  row: FunctionRow,
  granted: Granted,
  names: Names,
  settings: Settings,
): PolicyStatement[] {
  const { grants, trigger } = row;
  return [
    ...tableStatements(grants, granted.tableArn),
    ...bucketStatements(grants, granted.bucketArn),
    ...keyStatements(grants, granted.keys),
    ...statesStatements(grants, names),
    ...(grants.invoke
      ? [allow(["lambda:InvokeFunction"], grants.invoke.map(names.functionArn))]
      : []),
    ...(grants.mail ? [allow(["ses:SendEmail"], identityArns(settings))] : []),
    ...(trigger?.kind === "stream" ? streamStatements(granted) : []),
  ];
}

function tableStatements({ table = [], indexes = [] }: Grants, arn: string): PolicyStatement[] {
  const actions = table.map((action) => `dynamodb:${action}`);
  const indexArns = indexes.map((index) => `${arn}/index/${index}`);
  return [
    ...(actions.length > 0 ? [allow(actions, [arn])] : []),
    ...(indexArns.length > 0 ? [allow(["dynamodb:Query"], indexArns)] : []),
  ];
}

type BucketGrant = NonNullable<Grants["bucket"]>[number];

function bucketStatements({ bucket = [] }: Grants, arn: string): PolicyStatement[] {
  const quarantine = objectsOf(arn, "quarantine");
  const documents = objectsOf(arn, "documents");
  const statements: Readonly<Record<BucketGrant, () => PolicyStatement>> = {
    "quarantine:put": () => allow(["s3:PutObject"], [quarantine]),
    "quarantine:read": () => allow(["s3:GetObject"], [quarantine]),
    "documents:read": () => allow(["s3:GetObject"], [documents]),
    "documents:put": () => allow(["s3:PutObject"], [documents]),
    "quarantine:delete": () => allow(["s3:DeleteObject"], [quarantine]),
    "documents:delete": () => allow(["s3:DeleteObject"], [documents]),
    // Without it S3 answers 403 for a file that is not there, which cannot be told from a refusal.
    absence: () => allow(["s3:ListBucket"], [arn]),
  };
  return bucket.map((grant) => statements[grant]());
}

function keyStatements({ keys = {} }: Grants, arns: IssuerKeys): PolicyStatement[] {
  const { sign = [], read = [] } = keys;
  return [
    ...sign.map((purpose) => allow(["kms:Sign"], arns[purpose])),
    ...read.map((purpose) => allow(["kms:GetPublicKey"], arns[purpose])),
  ];
}

function statesStatements({ states = [] }: Grants, names: Names): PolicyStatement[] {
  const versions = permits.map(({ id, version }) => stateMachineOf(id, version));
  const machines = versions.map(names.machineArn);
  const statements = {
    StartExecution: () => allow(["states:StartExecution"], machines),
    DescribeExecution: () => allow(["states:DescribeExecution"], versions.map(names.executionArns)),
    SendTask: () => allow(["states:SendTaskSuccess", "states:SendTaskFailure"], machines),
  };
  return states.map((grant) => statements[grant]());
}

/** Lambda reads the stream by the function's role. ListStreams takes no stream's own name. */
function streamStatements({ tableArn, streamArn, leftToSweep }: Granted): PolicyStatement[] {
  const read = ["DescribeStream", "GetRecords", "GetShardIterator"];
  return [
    allow(
      read.map((action) => `dynamodb:${action}`),
      [streamArn],
    ),
    allow(["dynamodb:ListStreams"], [`${tableArn}/stream/*`]),
    allow(["sns:Publish"], [leftToSweep]),
  ];
}

function identityArns({ region, mail }: Settings): string[] {
  return [mail.domain, ...mail.sandboxRecipients].map(
    (identity) => `arn:${Aws.PARTITION}:ses:${region}:${Aws.ACCOUNT_ID}:identity/${identity}`,
  );
}

export function allow(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources] });
}
