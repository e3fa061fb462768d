/**
 * When somebody must look. Each alarm has its entry, under the same name, in docs/runbook.md, and
 * watches one metric: a sum of several would be charged as several.
 */
import {
  ComparisonOperator,
  type IMetric,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Metrics } from "./metrics.ts";

/** What every function logs of an error that nobody caught. */
const UNCAUGHT = "function failed";

export interface AlarmRow {
  /** Heading of its entry in the runbook. */
  readonly name: string;
  readonly says: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly below?: true;
  /** Periods of five minutes, all of which must be over it. */
  readonly periods: number;
  /** No data at all is as bad. */
  readonly missing?: "breaching";
}

export function alarmsOver(metrics: Metrics): readonly AlarmRow[] {
  return [
    {
      name: "door-fails",
      says: "The API answers with errors of its own.",
      metric: metrics.ofDoor("5xx"),
      threshold: 5,
      periods: 1,
    },
    {
      name: "door-slow",
      says: "One request in twenty takes longer than three seconds.",
      metric: metrics.ofDoor("Latency", "p95"),
      threshold: 3_000,
      periods: 3,
    },
    {
      name: "executions-fail",
      says: "An execution has ended otherwise than by an outcome; the sweep starts its next run.",
      metric: metrics.executionsFailed(),
      threshold: 1,
      periods: 1,
    },
    {
      name: "sweep-silent",
      says: "The sweep does not run: deadlines pass unnoticed and nothing is redriven.",
      metric: metrics.ofFunction("sweep", "Invocations"),
      threshold: 1,
      below: true,
      periods: 2,
      missing: "breaching",
    },
    {
      name: "sweep-fails",
      says: "The sweep runs, and something due stays undone: an outcome is undelivered.",
      metric: metrics.loggedOrBroken("SweepFailed", "sweep", "sweep failed", UNCAUGHT),
      threshold: 1,
      periods: 3,
    },
    {
      name: "licences-unsigned",
      says: "Approved licences are not issued: signing or storing them fails.",
      metric: metrics.ofFunction("issue-licence", "Errors"),
      threshold: 3,
      periods: 1,
    },
    {
      name: "status-lists-unpublished",
      says: "Status lists are not signed or stored: a revocation is not seen, then lists expire.",
      metric: metrics.loggedOrBroken(
        "StatusListFailed",
        "publish-status-lists",
        "status list not published",
        UNCAUGHT,
      ),
      threshold: 1,
      periods: 3,
    },
    {
      name: "publisher-silent",
      says: "Status lists are not published: a revocation is not seen, then lists expire.",
      metric: metrics.ofFunction("publish-status-lists", "Invocations"),
      threshold: 1,
      below: true,
      periods: 2,
      missing: "breaching",
    },
    {
      name: "stream-behind",
      says: "Executions hear of outcomes more than a minute late.",
      metric: metrics.ofFunction("attend-applications", "IteratorAge", Stats.MAXIMUM),
      threshold: 60_000,
      periods: 2,
    },
    {
      name: "mails-behind",
      says: "Mails are sent more than five minutes late.",
      metric: metrics.ofFunction("send-mails", "IteratorAge", Stats.MAXIMUM),
      threshold: 300_000,
      periods: 2,
    },
    {
      name: "documents-uninspected",
      says: "A document stays in quarantine: its inspection failed every time.",
      metric: metrics.watched.failedUploads,
      threshold: 1,
      periods: 1,
    },
    {
      name: "payment-unknown",
      says: "Money has arrived that belongs to no application.",
      metric: metrics.logged(
        "PaymentUnknown",
        "receive-payment",
        "a payment refers to no application",
      ),
      threshold: 1,
      periods: 1,
    },
    {
      name: "webhooks-refused",
      says: "The gateway's messages do not bear the signature we expect: payments are not heard of.",
      metric: metrics.logged("WebhookRefused", "receive-payment", "webhook refused"),
      threshold: 10,
      periods: 1,
    },
    {
      name: "table-throttled",
      says: "The table refuses writes.",
      metric: metrics.ofTable("WriteThrottleEvents"),
      threshold: 10,
      periods: 2,
    },
  ];
}

/** As CloudWatch is told it. */
export function comparisonOf({ metric, threshold, below, periods, missing }: AlarmRow) {
  return {
    metric,
    threshold,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    comparisonOperator: below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: missing ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  };
}
