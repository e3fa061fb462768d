import { type App, Stack } from "aws-cdk-lib";
import { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Names } from "./names.ts";
import type { PlatformStack } from "./platform-stack.ts";
import type { Settings } from "./settings.ts";
import { stackProps } from "./stack-props.ts";
import { alarmsOver, comparisonOf } from "./watch/alarms.ts";
import { createDashboard } from "./watch/dashboard.ts";
import { Metrics, PERIOD } from "./watch/metrics.ts";

/** What tells how the platform does, and who is told when it does not. */
export class WatchStack extends Stack {
  constructor(app: App, platform: PlatformStack, names: Names, settings: Settings) {
    super(app, names.stack("watch"), {
      ...stackProps(settings),
      description: "Licentia: dashboard and alarms",
    });
    this.addStackDependency(platform, "its log groups are named here");
    const metrics = new Metrics(this, names, {
      apiId: platform.api.apiId,
      tableName: platform.tableName,
      failedUploads: platform.failedUploads.metricApproximateNumberOfMessagesVisible({
        period: PERIOD,
      }),
      leftToSweep: platform.leftToSweep.metricNumberOfMessagesPublished({ period: PERIOD }),
    });
    const topic = new Topic(this, "Alarms", { enforceSSL: true });
    // A topic with a policy of its own has lost the one by which the account's alarms could speak.
    topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com"));
    if (settings.alarmEmail) topic.addSubscription(new EmailSubscription(settings.alarmEmail));
    const action = new SnsAction(topic);
    const alarms = alarmsOver(metrics).map((row) => {
      const alarm = new Alarm(this, row.name, {
        alarmName: names.machine(row.name),
        alarmDescription: `${row.says} See docs/runbook.md#${row.name}`,
        ...comparisonOf(row),
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
    createDashboard(this, names, metrics, alarms);
  }
}
