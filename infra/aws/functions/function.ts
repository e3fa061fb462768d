import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FunctionRow } from "../../../functions/manifest.ts";
import type { Names } from "../names.ts";
import type { Settings } from "../settings.ts";
import { HANDLER } from "./bundle.ts";
import { allow } from "./grants.ts";

export interface PlatformFunctionProps {
  readonly row: FunctionRow;
  readonly code: Code;
  readonly environment: Record<string, string>;
  readonly statements: readonly PolicyStatement[];
  readonly names: Names;
  readonly settings: Settings;
  /** Where events end that no attempt could work off. */
  readonly failed?: IQueue;
}

/** One function of the manifest, with a role and a log group of its own. */
export class PlatformFunction extends Construct {
  readonly row: FunctionRow;
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, props: PlatformFunctionProps) {
    super(scope, props.row.name);
    const { row, code, environment, names, settings, failed } = props;
    this.row = row;
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: names.functionLogs(row.name),
      retention: settings.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, "Role", {
      roleName: names.role(row.name),
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: {
        granted: new PolicyDocument({
          statements: [
            allow(["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn]),
            allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
            ...(failed ? [allow(["sqs:SendMessage"], [failed.queueArn])] : []),
            ...props.statements,
          ],
        }),
      },
    });
    const reserved = settings.reservedConcurrency[row.name];
    this.lambda = new LambdaFunction(this, "Function", {
      functionName: names.function(row.name),
      description: row.route ? `${row.route.method} ${row.route.path}` : `on ${row.trigger?.kind}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: HANDLER,
      code,
      // Complete as it is: what the construct would add to it, it has.
      role: this.role.withoutPolicyUpdates(),
      environment,
      memorySize: row.memory,
      timeout: Duration.seconds(row.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // The lines of each start and end repeat what the metrics say, and cost as much as the work.
      systemLogLevelV2: SystemLogLevel.WARN,
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      // Lambda's own limits hold: two more attempts within six hours.
      ...(failed && { deadLetterQueue: failed }),
    });
  }
}
