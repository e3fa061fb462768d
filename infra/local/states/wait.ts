import { isTimestamp } from "./checks.ts";
import { type Bindings, evaluateAs } from "./expression.ts";
import { evaluationFailure } from "./failure.ts";
import type { Json } from "./json.ts";
import type { WaitState } from "./language.ts";

/** When a Wait state ends, in milliseconds since the epoch. */
export async function momentOf(state: WaitState, bindings: Bindings, now: number): Promise<number> {
  if (state.Seconds !== undefined) {
    return now + (await secondsOf("Seconds", state.Seconds, bindings)) * 1000;
  }
  const template = state.Timestamp as Json;
  const given = (await evaluateAs("string", template, "Timestamp", bindings)) as string;
  if (isTimestamp(given)) return Date.parse(given.toUpperCase());
  throw evaluationFailure(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${given}`,
    "Timestamp",
  );
}

/** A whole number of seconds, as AWS insists on it and words its refusals. */
export async function secondsOf(
  field: string,
  template: Json,
  bindings: Bindings,
): Promise<number> {
  const seconds = (await evaluateAs("number", template, field, bindings)) as number;
  if (!Number.isInteger(seconds)) {
    throw evaluationFailure(`The ${field} field cannot be parsed as an integer: ${seconds}`, field);
  }
  if (seconds < 0 || seconds > 99_999_999) {
    const message = `${field} must be between 0 and 99999999 but was: ${seconds}`;
    throw evaluationFailure(message, field);
  }
  return seconds;
}
