/** One state machine for each published version of a permit, from its committed definition. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RemovalPolicy } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import {
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Permit } from "../../../shared/permit/permit.ts";
import { stateMachineOf } from "../../../shared/workflow/states.ts";
import { PLACEHOLDERS } from "../../../workflows/compile.ts";
import { permits } from "../../../workflows/registry.ts";
import { ROOT } from "../functions/bundle.ts";
import type { PlatformFunction } from "../functions/function.ts";
import { allow } from "../functions/grants.ts";
import type { Names } from "../names.ts";
import { kept } from "../removal.ts";
import type { Settings } from "../settings.ts";

/** What Step Functions needs to deliver logs and traces: neither takes a resource's name. */
const LOGS = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];
const TRACES = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
];

/** ARN of the function that stands for each placeholder. */
type Targets = ReadonlyMap<string, string>;

/**
 * A version's name is its own, and where data is retained it is too when it leaves the registry: a
 * deployment never touches a running execution. When none runs any more, it is deleted by hand; see docs/runbook.md.
 */
export function createMachines(
  parent: Construct,
  functions: readonly PlatformFunction[],
  names: Names,
  settings: Settings,
): StateMachine[] {
  const scope = new Construct(parent, "Workflow");
  const logs = new LogGroup(scope, "Logs", {
    logGroupName: names.workflowLogs,
    retention: settings.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const targets = targetsAmong(functions);
  return permits.map((permit) => createMachine(scope, permit, targets, logs, names, settings));
}

function createMachine(
  scope: Construct,
  permit: Permit,
  targets: Targets,
  logs: LogGroup,
  names: Names,
  settings: Settings,
): StateMachine {
  const version = stateMachineOf(permit.id, permit.version);
  const role = new Role(scope, `Role-${version}`, {
    assumedBy: new ServicePrincipal("states.amazonaws.com"),
    inlinePolicies: {
      granted: new PolicyDocument({
        statements: [
          allow(["lambda:InvokeFunction"], [...targets.values()]),
          allow([...LOGS, ...TRACES], ["*"]),
        ],
      }),
    },
  });
  // Executions outlive their version's entry in the registry, and act by this role.
  const removalPolicy = kept(settings);
  role.applyRemovalPolicy(removalPolicy);
  return new StateMachine(scope, version, {
    stateMachineName: names.machine(version),
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(definitionOf(version, targets)),
    // Complete as it is; a policy beside it would go while the role and the machine stay.
    role: role.withoutPolicyUpdates(),
    logs: { destination: logs, level: LogLevel.ERROR, includeExecutionData: false },
    tracingEnabled: true,
    removalPolicy,
  });
}

function targetsAmong(functions: readonly PlatformFunction[]): Targets {
  return new Map(
    functions.flatMap(({ row, lambda }) =>
      row.trigger?.kind === "workflow" ? [[row.trigger.placeholder, lambda.functionArn]] : [],
    ),
  );
}

function definitionOf(version: string, targets: Targets): string {
  const committed = readFileSync(join(ROOT, `workflows/generated/${version}.asl.json`), "utf8");
  return PLACEHOLDERS.reduce(
    (text, placeholder) => {
      const target = targets.get(placeholder);
      if (!target) throw new Error(`no function of the manifest stands for ${placeholder}`);
      return text.replaceAll(`\${${placeholder}}`, target);
    },
    JSON.stringify(JSON.parse(committed)),
  );
}
