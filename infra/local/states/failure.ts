/**
 * A failure of a state, as `Retry` and `Catch` see it.
 * Names: docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateFailure extends Error {
  readonly error: string | undefined;
  readonly detail: string | undefined;
  /** The field whose expression failed, for the event `EvaluationFailed`. */
  readonly location: string | undefined;
  /** A missed heartbeat is reported as States.Timeout and matches either name. */
  readonly heartbeat: boolean;

  constructor(
    error: string | undefined,
    detail: string | undefined,
    extra: { location?: string; heartbeat?: boolean } = {},
  ) {
    super(detail ?? error ?? "failed");
    this.error = error;
    this.detail = detail;
    this.location = extra.location;
    this.heartbeat = extra.heartbeat ?? false;
  }

  /** Nothing but its own name catches States.Runtime, and it ends a branch without a trace. */
  get fatal(): boolean {
    return this.error === "States.Runtime";
  }
}

export function evaluationFailure(detail: string, location: string): StateFailure {
  return new StateFailure("States.QueryEvaluationError", detail, { location });
}

export function tooLarge(what: string): StateFailure {
  return new StateFailure(
    "States.DataLimitExceeded",
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Whether one name in `ErrorEquals` covers a failure. */
export function matches(name: string, failure: StateFailure): boolean {
  if (name === failure.error) return true;
  if (name === "States.HeartbeatTimeout") return failure.heartbeat;
  if (failure.fatal) return false;
  if (name === "States.TaskFailed") return failure.error !== "States.Timeout";
  return name === "States.ALL";
}
