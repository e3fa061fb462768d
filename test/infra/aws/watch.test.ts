import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { functionRow } from "../../../functions/manifest.ts";
import { build, resourcesOf, said } from "./stacks.ts";

const ROOT = join(import.meta.dirname, "../../..");
const { watch, platform } = build("production", { alarmEmail: "duty@licentia.example" }).templates;
const alarms = resourcesOf(watch, "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties);
const runbook = readFileSync(join(ROOT, "docs/runbook.md"), "utf8");

describe("an alarm", () => {
  it("has its entry in the runbook, and no entry is without its alarm", () => {
    const names = alarms.map(({ AlarmName }) => AlarmName.replace("licentia-", ""));
    const entries = [...runbook.matchAll(/^### ([a-z-]+)$/gm)].map(([, name]) => name);
    expect(entries.sort()).toEqual(names.sort());
  });

  it("says what is wrong and where to read on", () => {
    for (const { AlarmName, AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(
        new RegExp(`^[A-Z].+\\. See docs/runbook\\.md#${AlarmName.replace("licentia-", "")}$`),
      );
    }
  });

  it("tells a person, and tells them when it is over", () => {
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toEqual(OKActions);
      expect(AlarmActions).toHaveLength(1);
    }
    watch.hasResourceProperties("AWS::SNS::Subscription", { Endpoint: "duty@licentia.example" });
  });

  it("may speak to the topic", () => {
    const [policy] = resourcesOf(watch, "AWS::SNS::TopicPolicy");
    expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: "Allow",
        Action: "sns:Publish",
        Principal: { Service: "cloudwatch.amazonaws.com" },
      }),
    );
  });

  it.each(["sweep", "publisher"])(
    "takes a %s that is not heard of for one that is down",
    (name) => {
      const silent = alarms.find(({ AlarmName }) => AlarmName === `licentia-${name}-silent`);
      expect(silent?.TreatMissingData).toBe("breaching");
    },
  );
});

describe("a metric that is counted from logs", () => {
  const filters = resourcesOf(watch, "AWS::Logs::MetricFilter").map(({ Properties }) => Properties);
  const messages = filters.flatMap(({ FilterPattern, LogGroupName }) =>
    [...FilterPattern.matchAll(/\$\.message = "([^"]+)"/g)].map(([, message]) => ({
      message,
      name: LogGroupName.replace("/aws/lambda/licentia-", ""),
    })),
  );

  it("reads a log that there is", () => {
    const groups = resourcesOf(platform, "AWS::Logs::LogGroup").map(({ Properties }) =>
      said(Properties.LogGroupName),
    );
    for (const { LogGroupName } of filters) expect(groups).toContain(LogGroupName);
  });

  it.each(messages)("looks for what $name says: $message", ({ message, name }) => {
    const files = [functionRow(name).entry, "functions/runtime.ts", "functions/punctuality.ts"];
    const logged = files.map((file) => readFileSync(join(ROOT, file), "utf8")).join();
    expect(logged).toContain(`"${message}"`);
  });

  it.each(["sweep", "publish-status-lists"])(
    "counts a run of %s that never came to log anything: nobody else would miss it",
    (name) => {
      const patterns = filters
        .filter(({ LogGroupName }) => LogGroupName === `/aws/lambda/licentia-${name}`)
        .map(({ FilterPattern }) => FilterPattern);
      for (const status of ["error", "failure", "timeout"]) {
        expect(patterns.join()).toContain(`$.record.status = "${status}"`);
      }
    },
  );

  it("takes no room in the account's one policy for logs, where a service delivers it", () => {
    const delivered = [
      ...resourcesOf(platform, "AWS::ApiGatewayV2::Stage").map(
        ({ Properties }) => Properties.AccessLogSettings.DestinationArn,
      ),
      ...resourcesOf(platform, "AWS::StepFunctions::StateMachine").map(
        ({ Properties }) =>
          Properties.LoggingConfiguration.Destinations[0].CloudWatchLogsLogGroup.LogGroupArn,
      ),
    ];
    const groups = platform.findResources("AWS::Logs::LogGroup");
    for (const arn of delivered) {
      const [, logicalId = ""] = /<(\w+)(\.Arn)?>(?!.*<)/.exec(said(arn)) ?? [];
      expect(said(groups[logicalId]?.["Properties"].LogGroupName)).toMatch(/^\/aws\/vendedlogs\//);
    }
  });

  it("counts an answer of a route that there is", () => {
    const routes = resourcesOf(platform, "AWS::ApiGatewayV2::Route").map(
      ({ Properties }) => Properties.RouteKey,
    );
    const counted = filters.flatMap(({ FilterPattern }) => {
      const [, key] = /\$\.routeKey = "([^"]+)"/.exec(FilterPattern) ?? [];
      return key ? [key] : [];
    });
    expect(counted.length).toBeGreaterThan(0);
    for (const key of counted) expect(routes).toContain(key);
  });
});

describe("the dashboard", () => {
  const [dashboard] = resourcesOf(watch, "AWS::CloudWatch::Dashboard");
  const { widgets } = JSON.parse(said(dashboard?.Properties.DashboardBody)) as {
    widgets: { properties: { title: string } }[];
  };
  const shown = (title: string) =>
    JSON.stringify(widgets.find(({ properties }) => properties.title === title)?.properties);

  it("has a name of its own in each region: an account's dashboards are one for all of them", () => {
    expect(dashboard?.Properties.DashboardName).toBe("licentia-platform-ap-southeast-1");
  });

  it("shows applications, and which share of them was decided on time", () => {
    expect(shown("Applications")).toContain("ApplicationsSubmitted");
    expect(shown("Decided on time")).toContain("DecidedOnTime");
    expect(shown("Decided on time")).toContain("DecidedLate");
  });

  it("shows undelivered outcomes, failed executions and signing errors", () => {
    expect(shown("Undelivered outcomes")).toContain("OutcomesDelayed");
    expect(shown("Failed executions")).toContain("ExecutionsFailed");
    expect(shown("Signing errors")).toContain("licentia-issue-licence");
    expect(shown("Signing errors")).toContain("licentia-publish-status-lists");
  });

  it("shows how long one in twenty waits, at the door and in functions", () => {
    expect(shown("API, ms")).toContain("p95");
    expect(shown("Functions, p95 in ms")).toContain("p95");
  });

  it("counts both ends of a file as one figure", () => {
    const filters = resourcesOf(watch, "AWS::Logs::MetricFilter").map(({ Properties }) => [
      Properties.MetricTransformations[0].MetricName,
      Properties.LogGroupName.replace("/aws/lambda/licentia-", ""),
    ]);
    const endings = filters.filter(([metric]) => metric.startsWith("Decided"));
    expect(endings.sort()).toEqual([
      ["DecidedLate", "close-application"],
      ["DecidedLate", "issue-licence"],
      ["DecidedOnTime", "close-application"],
      ["DecidedOnTime", "issue-licence"],
    ]);
  });
});
