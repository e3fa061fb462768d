import { isObject, type Json } from "./json.ts";
import { checkMachine } from "./validation.ts";

/**
 * The subset of the Amazon States Language that runs here, in its JSONata form.
 * states-language.net/spec.html; docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  /** Of the whole execution; only at the top. */
  readonly TimeoutSeconds?: number;
}

/** What a state, a Choice rule and a catcher share. */
export interface Outcome {
  readonly Output?: Json;
  readonly Assign?: Readonly<Record<string, Json>>;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher extends Outcome {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

export interface Rule extends Outcome {
  readonly Condition: Json;
  readonly Next: string;
}

interface Transition extends Outcome {
  readonly Next?: string;
  readonly End?: boolean;
}

interface Recoverable extends Transition {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface TaskState extends Recoverable {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: Json;
  readonly HeartbeatSeconds?: Json;
}

export interface PassState extends Transition {
  readonly Type: "Pass";
}

export interface ChoiceState extends Outcome {
  readonly Type: "Choice";
  readonly Choices: readonly Rule[];
  readonly Default?: string;
}

export interface WaitState extends Transition {
  readonly Type: "Wait";
  readonly Seconds?: Json;
  readonly Timestamp?: Json;
}

export interface SucceedState {
  readonly Type: "Succeed";
  readonly Output?: Json;
}

export interface FailState {
  readonly Type: "Fail";
  readonly Error?: Json;
  readonly Cause?: Json;
}

export interface ParallelState extends Recoverable {
  readonly Type: "Parallel";
  readonly Branches: readonly Machine[];
  readonly Arguments?: Json;
}

export interface MapState extends Recoverable {
  readonly Type: "Map";
  readonly ItemProcessor?: Machine;
  /** The older name of ItemProcessor. */
  readonly Iterator?: Machine;
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: Json;
  readonly ToleratedFailureCount?: Json;
  readonly ToleratedFailurePercentage?: Json;
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** One reason why a definition is refused, and where. */
export interface Diagnostic {
  readonly code:
    | "SCHEMA_VALIDATION_FAILED"
    | "MISSING_TRANSITION_TARGET"
    | "MISSING_END_STATE"
    | "INVALID_JSONATA_EXPRESSION"
    | "UNSUPPORTED_JSONATA_EXPRESSION"
    | "DUPLICATE_STATE_NAME"
    | "DUPLICATE_VARIABLE_NAME"
    | "INVALID_JSON_DESCRIPTION";
  readonly message: string;
  /** Slash-separated path, such as `/States/Sign/Resource`; null where AWS has none, and says so. */
  readonly location?: string | null;
}

/** A definition that AWS or this subset refuses; the message lists every diagnostic. */
export class InvalidDefinition extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const listed = diagnostics.map(
      ({ code, message, location }) =>
        `${code}: ${message}${location === undefined ? "" : ` at ${location}`}`,
    );
    super(`Invalid State Machine Definition: '${listed.join(", ")}'`);
    this.diagnostics = diagnostics;
  }
}

/**
 * Reads a definition and proves that it lies within the subset.
 * @throws InvalidDefinition with the path of every offending field
 */
export function parseMachine(definition: string): Machine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(definition);
  } catch (error) {
    const { message } = error as Error;
    throw new InvalidDefinition([{ code: "INVALID_JSON_DESCRIPTION", message }]);
  }
  if (!isObject(parsed)) {
    const message = "Definition must be a valid JSON object";
    throw new InvalidDefinition([{ code: "SCHEMA_VALIDATION_FAILED", message }]);
  }
  const diagnostics = checkMachine(parsed);
  if (diagnostics.length > 0) throw new InvalidDefinition(diagnostics);
  return parsed as unknown as Machine;
}

/** The machine that a Map state runs for each item. */
export function processorOf(state: MapState): Machine {
  return (state.ItemProcessor ?? state.Iterator) as Machine;
}
