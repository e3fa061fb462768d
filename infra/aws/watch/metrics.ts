/** What the platform is watched by: metrics of the services, and a few that are counted from logs. */
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import {
  FilterPattern,
  type IFilterPattern,
  type JsonPattern,
  LogGroup,
  MetricFilter,
} from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Action } from "../../../shared/access.ts";
import { stateMachineOf } from "../../../shared/workflow/states.ts";
import { permits } from "../../../workflows/registry.ts";
import type { Names } from "../names.ts";

export const PERIOD = Duration.minutes(5);

export interface Watched {
  readonly apiId: string;
  readonly tableName: string;
  /** Uploads that no attempt could inspect. */
  readonly failedUploads: Metric;
  /** Batches of the stream that were left to the sweep. */
  readonly leftToSweep: Metric;
}

export class Metrics {
  readonly #scope: Construct;
  readonly #names: Names;
  readonly watched: Watched;

  constructor(scope: Construct, names: Names, watched: Watched) {
    this.#scope = scope;
    this.#names = names;
    this.watched = watched;
  }

  ofFunction(name: Action, metricName: string, statistic = Stats.SUM): Metric {
    return new Metric({
      namespace: "AWS/Lambda",
      metricName,
      dimensionsMap: { FunctionName: this.#names.function(name) },
      statistic,
      period: PERIOD,
    });
  }

  ofDoor(metricName: string, statistic = Stats.SUM): Metric {
    return new Metric({
      namespace: "AWS/ApiGateway",
      metricName,
      dimensionsMap: { ApiId: this.watched.apiId },
      statistic,
      period: PERIOD,
    });
  }

  ofTable(metricName: string): Metric {
    return new Metric({
      namespace: "AWS/DynamoDB",
      metricName,
      dimensionsMap: { TableName: this.watched.tableName },
      statistic: Stats.SUM,
      period: PERIOD,
    });
  }

  /** Over every version of every permit. A refusal is no failure: it ends its execution well. */
  ofExecutions(metricNames: readonly string[]): IMetric {
    const metrics = permits.flatMap(({ id, version }) =>
      metricNames.map(
        (metricName) =>
          new Metric({
            namespace: "AWS/States",
            metricName,
            dimensionsMap: { StateMachineArn: this.#names.machineArn(stateMachineOf(id, version)) },
            statistic: Stats.SUM,
            period: PERIOD,
          }),
      ),
    );
    return total(metricNames.join(" + "), metrics);
  }

  /** How many executions ended otherwise than well, of whatever version, also of one let go. */
  executionsFailed(): Metric {
    const ends = ["ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"].map((type) =>
      FilterPattern.stringValue("$.type", "=", type),
    );
    const { workflowLogs } = this.#names;
    return this.#counted("ExecutionsFailed", workflowLogs, FilterPattern.any(...ends));
  }

  /** How often a function has logged one of the messages. */
  logged(id: string, name: Action, ...messages: readonly string[]): Metric {
    return this.loggedByAny(id, [name], ...messages);
  }

  /**
   * The same, and how often it has not come to say anything: it could not be loaded, ran out of time
   * or of memory. Lambda's own report of such a run says so, and of no other is there one in the log.
   * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
   */
  loggedOrBroken(id: string, name: Action, ...messages: readonly string[]): Metric {
    const broken = ["error", "failure", "timeout"].map((status) =>
      FilterPattern.stringValue("$.record.status", "=", status),
    );
    const logs = this.#names.functionLogs(name);
    return this.#counted(id, logs, FilterPattern.any(...messages.map(saying), ...broken));
  }

  /** How often functions have logged one of the messages, all of them together. */
  loggedByAny(id: string, names: readonly Action[], ...messages: readonly string[]): Metric {
    const patterns = messages.map(saying);
    const [metric] = names.map((name, index) =>
      this.#counted(
        id,
        this.#names.functionLogs(name),
        FilterPattern.any(...patterns),
        index === 0 ? id : `${id}-${name}`,
      ),
    );
    if (!metric) throw new Error(`${id} is logged by no function`);
    return metric;
  }

  /** How often a route has answered with a status. */
  answered(id: string, routeKey: string, status: number): Metric {
    const pattern = FilterPattern.all(
      FilterPattern.stringValue("$.routeKey", "=", routeKey),
      FilterPattern.stringValue("$.status", "=", String(status)),
    );
    return this.#counted(id, this.#names.accessLogs, pattern);
  }

  #counted(id: string, logGroupName: string, filterPattern: IFilterPattern, filterId = id): Metric {
    const filter = new MetricFilter(this.#scope, filterId, {
      logGroup: LogGroup.fromLogGroupName(this.#scope, `${filterId}-logs`, logGroupName),
      filterPattern,
      metricNamespace: this.#names.metrics,
      metricName: id,
      // No default value: a metric that is never counted is never charged.
      metricValue: "1",
    });
    return filter.metric({ statistic: Stats.SUM, period: PERIOD });
  }
}

function saying(message: string): JsonPattern {
  return FilterPattern.stringValue("$.message", "=", message);
}

/** What share the first has in both, in per cent; nothing where neither was counted. */
export function shareOf(label: string, part: IMetric, rest: IMetric): IMetric {
  return new MathExpression({
    expression: "100 * FILL(part,0) / (FILL(part,0) + FILL(rest,0))",
    usingMetrics: { part, rest },
    period: PERIOD,
    label,
  });
}

/** The sum of metrics, where none of them counts as nothing. */
function total(label: string, metrics: readonly IMetric[]): IMetric {
  const named = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const expression = Object.keys(named)
    .map((name) => `FILL(${name},0)`)
    .join(" + ");
  return new MathExpression({ expression, usingMetrics: named, period: PERIOD, label });
}
