/**
 * A failure of a state, as `Retry` and `Catch` see it.
 * Names: docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateFailure extends Error {
  readonly error: string | undefined;
  readonly detail: string | undefined;
  /** The evaluation that failed, for the event `EvaluationFailed`. */
  readonly evaluation: { readonly location: string | undefined } | undefined;
  /** A missed heartbeat is reported as States.Timeout and matches either name. */
  readonly heartbeat: boolean;

  constructor(
    error: string | undefined,
    detail: string | undefined,
    extra: Partial<Pick<StateFailure, "evaluation" | "heartbeat">> = {},
  ) {
    super(error);
    this.error = error;
    this.detail = detail;
    this.evaluation = extra.evaluation;
    this.heartbeat = extra.heartbeat ?? false;
  }

  /** Nothing catches States.Runtime, not even its own name, and it ends a branch without a trace. */
  get fatal(): boolean {
    return this.error === "States.Runtime";
  }
}

/** How an action fails as a state does, if it does; what else it throws is thrown on. */
export async function failureOf(action: () => Promise<void>): Promise<StateFailure | undefined> {
  try {
    await action();
  } catch (error) {
    if (error instanceof StateFailure) return error;
    throw error;
  }
  return undefined;
}

/** @param location the field whose value is at fault; absent where AWS names none */
export function evaluationFailure(detail: string, location?: string): StateFailure {
  return new StateFailure("States.QueryEvaluationError", detail, { evaluation: { location } });
}

export function tooLarge(what: string): StateFailure {
  return new StateFailure(
    "States.DataLimitExceeded",
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Whether one name in `ErrorEquals` covers a failure. */
export function matches(name: string, failure: StateFailure): boolean {
  if (failure.fatal) return false;
  if (name === failure.error || name === "States.ALL") return true;
  if (name === "States.HeartbeatTimeout") return failure.heartbeat;
  return name === "States.TaskFailed" && failure.error !== "States.Timeout";
}
