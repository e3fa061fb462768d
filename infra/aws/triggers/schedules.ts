import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";
import type { PlatformFunction } from "../functions/function.ts";
import { allow } from "../functions/grants.ts";
import type { Names } from "../names.ts";

/**
 * EventBridge Scheduler calls each scheduled function. It does not try again: the next time is near,
 * and what was due then is due still.
 */
export function schedule(
  scope: Construct,
  functions: readonly PlatformFunction[],
  names: Names,
): CfnSchedule[] {
  const role = new Role(scope, "SchedulesRole", {
    roleName: names.role("schedules"),
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com"),
  });
  return functions.flatMap(({ row: { name, trigger }, lambda }) => {
    if (trigger?.kind !== "schedule") return [];
    role.addToPolicy(allow(["lambda:InvokeFunction"], [lambda.functionArn]));
    const made = new CfnSchedule(scope, `Schedule-${name}`, {
      name: names.function(name),
      scheduleExpression: rateOf(trigger.everySeconds),
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: lambda.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 0 },
      },
    });
    made.node.addDependency(role);
    return [made];
  });
}

/** @throws Error where it is not whole minutes: the scheduler knows nothing finer */
export function rateOf(everySeconds: number): string {
  const minutes = everySeconds / 60;
  if (!Number.isInteger(minutes) || minutes < 1) {
    throw new Error(`every ${everySeconds} s is not a rate in whole minutes`);
  }
  return `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`;
}
