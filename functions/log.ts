/**
 * One line of JSON for each thing worth telling, as CloudWatch Logs takes lines apart and metric
 * filters read them (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html).
 * Fields never hold personal data, a token, or a request's body.
 */
const LEVELS = ["debug", "info", "warn", "error"] as const;
type Level = (typeof LEVELS)[number];

export type Log = Readonly<
  Record<Level, (message: string, fields?: Readonly<Record<string, unknown>>) => void>
>;

/** The variable `LOG_LEVEL` is the least that is written: one of the levels, `info` if not set, or `silent`. */
export const logger: Log = {
  debug: (message, fields) => write("debug", message, fields),
  info: (message, fields) => write("info", message, fields),
  warn: (message, fields) => write("warn", message, fields),
  error: (message, fields) => write("error", message, fields),
};

function write(level: Level, message: string, fields: Readonly<Record<string, unknown>> = {}) {
  const { LOG_LEVEL: least = "info", AWS_LAMBDA_FUNCTION_NAME, _X_AMZN_TRACE_ID } = process.env;
  if (least === "silent" || LEVELS.indexOf(level) < LEVELS.indexOf(least as Level)) return;
  const trace = /Root=([^;]+)/.exec(_X_AMZN_TRACE_ID ?? "")?.[1];
  const line = JSON.stringify({
    timestamp: new Date().toISOString(),
    level: level.toUpperCase(),
    message,
    service: "licentia",
    ...(AWS_LAMBDA_FUNCTION_NAME && { function_name: AWS_LAMBDA_FUNCTION_NAME }),
    ...(trace && { xray_trace_id: trace }),
    ...fields,
  });
  process[level === "warn" || level === "error" ? "stderr" : "stdout"].write(`${line}\n`);
}
