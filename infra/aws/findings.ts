/**
 * What the rule packs find and we leave as it is, each finding with its own reason. A finding that
 * is not foreseen here stops the synthesis.
 */

import { Validations } from "aws-cdk-lib";
import { CfnPolicy, CfnRole } from "aws-cdk-lib/aws-iam";
import { rules } from "cdk-nag";
import type { IConstruct } from "constructs";
import type { FunctionRow } from "../../functions/manifest.ts";
import { ACCESS } from "../../shared/access.ts";
import type { Stacks } from "./stacks.ts";

type Pack = "AwsSolutions" | "Serverless";

/** Why a wildcard ends a resource's name, by that end. Any other is refused. */
const WILDCARDS: readonly (readonly [end: RegExp, reason: string])[] = [
  [/^Resource::\*$/, "X-Ray and the delivery of a state machine's logs take no resource's name."],
  [/\/quarantine\/\*$/, "Objects are named by applications that are yet to be written."],
  [/\/documents\/\*$/, "Objects are named by applications that are yet to be written."],
  [/\/stream\/\*$/, "ListStreams takes the streams of a table, not one stream."],
  [/:execution:[^*]+:\*$/, "Executions are named by applications that are yet to be written."],
];

export function acknowledgeFindings({ data, platform }: Stacks): void {
  acknowledgePools(data);
  acknowledge(
    data.gatewaySecret,
    "AwsSolutions",
    "SMG4",
    "The payment company gives the key; docs/runbook.md says how it is changed.",
  );
  for (const { row, role, lambda } of platform.functions) {
    const reason = whoTriesAgain(row);
    if (reason) acknowledge(lambda, "Serverless", "LambdaDLQ", reason);
    acknowledge(
      role,
      "Serverless",
      "LambdaStarPermissions",
      `Of ${row.name}'s permissions only those to write X-Ray's traces name no resource.`,
    );
  }
  acknowledge(
    platform.failedUploads,
    "Serverless",
    "SQSRedrivePolicy",
    "It is where failed uploads end; a person sends them again, docs/runbook.md says how.",
  );
  for (const machine of platform.machines) {
    acknowledge(
      machine,
      "AwsSolutions",
      "SF1",
      "Errors are logged, without data; the rest of a history is in the execution and the audit trail.",
    );
  }
  acknowledgeOpenRoutes(platform);
  for (const stack of [data, platform]) {
    for (const construct of stack.node.findAll()) acknowledgeWildcards(construct);
  }
}

function acknowledgePools({ pools }: Stacks["data"]): void {
  acknowledge(
    pools.applicants,
    "AwsSolutions",
    "COG2",
    "Applicants come once a year and have no smartphone at hand; they may switch a second factor on.",
  );
  acknowledge(
    pools.applicants,
    "AwsSolutions",
    "COG8",
    "The plus plan asks 0.02 USD of each applicant a month for the detection of stolen passwords.",
  );
  acknowledge(
    pools.officers,
    "AwsSolutions",
    "COG8",
    "Officers have a second factor, which is what the plus plan would ask for on suspicion.",
  );
}

function acknowledgeOpenRoutes({ functions, routes }: Stacks["platform"]): void {
  for (const { row } of functions) {
    if (!row.route || row.route.pool) continue;
    const route = routes.get(row.name);
    const reason =
      ACCESS[row.name] === "gateway"
        ? "The payment gateway proves itself by a signature over the body, which the function verifies."
        : `Anyone may ${row.name.replaceAll("-", " ")}: third parties need no account.`;
    if (route) acknowledge(route, "AwsSolutions", "APIG4", reason);
  }
}

/** What becomes of an event that the function could not work off. */
function whoTriesAgain({ name, trigger }: FunctionRow): string | undefined {
  switch (trigger?.kind) {
    case undefined:
      return `The caller of ${name} waits for its answer and is told to try again.`;
    case "workflow":
      return `The state machine waits for ${name}, and its retriers call it again.`;
    case "stream":
      return `The stream is read again, and what ${name} left is done by the sweep.`;
    case "schedule":
      return `${name} runs again a minute later, and what was due is due still.`;
    case "object-created":
      return undefined; // It has a queue.
  }
}

function acknowledgeWildcards(construct: IConstruct): void {
  if (!(construct instanceof CfnRole || construct instanceof CfnPolicy)) return;
  const found: unknown = rules.iam.IAMNoWildcardPermissions(construct);
  for (const finding of Array.isArray(found) ? (found as string[]) : []) {
    const reason = WILDCARDS.find(([end]) => end.test(finding))?.[1];
    if (reason) acknowledge(construct, "AwsSolutions", `IAM5[${finding}]`, reason);
  }
}

function acknowledge(construct: IConstruct, pack: Pack, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `${pack}::${pack}-${rule}`, reason });
}
