/**
 * Names of what is deployed, made from the settings alone: what one resource must know of another
 * by name needs no reference to it, and so no cycle and no export between stacks.
 */
import { Aws } from "aws-cdk-lib";
import type { Purpose } from "../../functions/manifest.ts";
import type { Action } from "../../shared/access.ts";
import type { Environment, Settings } from "./settings.ts";

export interface Names {
  readonly stack: (part: "data" | "platform" | "watch") => string;
  readonly function: (name: Action) => string;
  readonly functionArn: (name: Action) => string;
  /** A role's name is one for all regions of an account. */
  readonly role: (name: string) => string;
  readonly roleArn: (name: string) => string;
  readonly functionLogs: (name: Action) => string;
  readonly accessLogs: string;
  readonly workflowLogs: string;
  /** What `STATE_MACHINE_PREFIX` is the ARN of. */
  readonly machine: (permit: string) => string;
  readonly machineArn: (permit: string) => string;
  readonly executionArns: (permit: string) => string;
  readonly keyAliasPrefix: string;
  readonly keyAlias: (authority: string, purpose: Purpose) => string;
  readonly gatewaySecret: string;
  /** Unique among all of Cognito's customers, hence the account's number. */
  readonly signInDomain: (pool: string) => string;
  readonly metrics: string;
  /** A dashboard's name is one for all regions of an account, too. */
  readonly dashboard: string;
}

export function namesOf(environment: Environment, { prefix, region }: Settings): Names {
  const states = (kind: string, name: string) =>
    `arn:${Aws.PARTITION}:states:${region}:${Aws.ACCOUNT_ID}:${kind}:${name}`;
  const role = (name: string) => `${prefix}-${name}-${region}`;
  const machine = (permit: string) => `${prefix}-${permit}`;
  return {
    stack: (part) => `${prefix}-${environment}-${part}`,
    function: (name) => `${prefix}-${name}`,
    functionArn: (name) =>
      `arn:${Aws.PARTITION}:lambda:${region}:${Aws.ACCOUNT_ID}:function:${prefix}-${name}`,
    role,
    roleArn: (name) => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${role(name)}`,
    functionLogs: (name) => `/aws/lambda/${prefix}-${name}`,
    // Services may write to groups of this prefix without a line in the account's one policy for logs,
    // which holds 5,120 characters.
    accessLogs: `/aws/vendedlogs/http-api/${prefix}`,
    workflowLogs: `/aws/vendedlogs/states/${prefix}`,
    machine,
    machineArn: (permit) => states("stateMachine", machine(permit)),
    executionArns: (permit) => states("execution", `${machine(permit)}:*`),
    keyAliasPrefix: `${prefix}-`,
    keyAlias: (authority, purpose) => `alias/${prefix}-${authority}-${purpose}`,
    gatewaySecret: `${prefix}/gateway`,
    signInDomain: (pool) => `${prefix}-${environment}-${pool}-${Aws.ACCOUNT_ID}`,
    metrics: `${prefix}`,
    dashboard: `${prefix}-platform-${region}`,
  };
}
