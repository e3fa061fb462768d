import { Duration } from "aws-cdk-lib";
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  PeriodOverride,
  SingleValueWidget,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { functionRow } from "../../../functions/manifest.ts";
import type { Action } from "../../../shared/access.ts";
import type { Names } from "../names.ts";
import { type Metrics, shareOf } from "./metrics.ts";

/** Where a file ends: a licence closes it itself, what was refused is closed by the execution. */
const ENDS: readonly Action[] = ["issue-licence", "close-application"];

/** Functions whose time people feel, or the workflow waits for. */
const TIMED: readonly Action[] = [
  "submit-application",
  "decide-task",
  "list-tasks",
  "verify-licence",
  "open-stage",
  "issue-licence",
  "sweep",
];

export function createDashboard(
  scope: Construct,
  names: Names,
  metrics: Metrics,
  alarms: readonly IAlarm[],
): Dashboard {
  const submitted = counted(metrics, "ApplicationsSubmitted", "submit-application");
  const decided = counted(metrics, "TasksDecided", "decide-task");
  const onTime = metrics.loggedByAny("DecidedOnTime", ENDS, "decided on time");
  const late = metrics.loggedByAny("DecidedLate", ENDS, "decided late");
  const delayed = metrics.logged(
    "OutcomesDelayed",
    "attend-applications",
    "not attended to; the sweep will be",
  );
  const ended = metrics.ofExecutions(["ExecutionsSucceeded"]);
  const failed = metrics.ofExecutions(["ExecutionsFailed", "ExecutionsTimedOut"]);
  return new Dashboard(scope, "Dashboard", {
    dashboardName: names.dashboard,
    defaultInterval: Duration.days(7),
    periodOverride: PeriodOverride.AUTO,
    widgets: [
      [new AlarmStatusWidget({ title: "Alarms", width: 24, height: 3, alarms: [...alarms] })],
      [
        new SingleValueWidget({
          title: "Applications",
          width: 16,
          metrics: [submitted, decided, metrics.ofFunction("issue-licence", "Invocations"), ended],
          setPeriodToTimeRange: true,
        }),
        new SingleValueWidget({
          title: "Decided on time",
          width: 8,
          metrics: [shareOf("on time, %", onTime, late), late],
          setPeriodToTimeRange: true,
        }),
      ],
      [
        graph("Undelivered outcomes", [delayed, metrics.watched.leftToSweep]),
        graph("Failed executions", [failed]),
        graph("Signing errors", [
          metrics.ofFunction("issue-licence", "Errors"),
          metrics.ofFunction("publish-status-lists", "Errors"),
        ]),
      ],
      [
        graph("API", [metrics.ofDoor("Count"), metrics.ofDoor("4xx"), metrics.ofDoor("5xx")]),
        graph("API, ms", [metrics.ofDoor("Latency", "p50"), metrics.ofDoor("Latency", "p95")]),
        graph(
          "Functions, p95 in ms",
          TIMED.map((name) => metrics.ofFunction(name, "Duration", "p95")),
        ),
      ],
      [
        graph("Stream, age in ms", [
          metrics.ofFunction("attend-applications", "IteratorAge", Stats.MAXIMUM),
          metrics.ofFunction("send-mails", "IteratorAge", Stats.MAXIMUM),
        ]),
        graph("Table, units", [
          metrics.ofTable("ConsumedReadCapacityUnits"),
          metrics.ofTable("ConsumedWriteCapacityUnits"),
        ]),
        graph("Failed uploads", [metrics.watched.failedUploads]),
      ],
    ],
  });
}

/** Counted by the answers of a route when all went well. */
function counted(metrics: Metrics, id: string, name: Action): IMetric {
  const { route } = functionRow(name);
  if (!route) throw new Error(`${name} has no route`);
  return metrics.answered(id, `${route.method} ${route.path}`, route.answer.status);
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, leftYAxis: { min: 0 } });
}
