import {
  anything,
  assignment,
  atLeast,
  type Check,
  checkFields,
  condition,
  errorNames,
  expressionOr,
  functionArn,
  integer,
  items,
  list,
  listOf,
  oneOf,
  onlyIn,
  own,
  queryLanguage,
  recovery,
  resource,
  type Table,
  text,
  timestamp,
  withError,
  withResult,
} from "./checks.ts";
import { isExpression } from "./expression.ts";

/**
 * What a definition may hold, field by field. A field that is not in these tables is refused with
 * its path: JSONPath fields, distributed Map, activities and other integrations among them.
 */

const comment: Table = { Comment: text };
const flow: Table = { Next: text, End: oneOf(true, false) };
const common: Table = { ...comment, Type: text, QueryLanguage: queryLanguage };
const jsonata: Table = {
  ...common,
  ...onlyIn("JSONPath", [
    "InputPath",
    "OutputPath",
    "ResultPath",
    "Parameters",
    "Result",
    "ResultSelector",
    "ItemsPath",
    "SecondsPath",
    "TimestampPath",
    "TimeoutSecondsPath",
    "HeartbeatSecondsPath",
    "ErrorPath",
    "CausePath",
    "MaxConcurrencyPath",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentagePath",
  ]),
};
const jsonPath: Table = { ...common, ...onlyIn("JSONata", ["Output", "Arguments", "Items"]) };

const RETRIER: Table = {
  ...comment,
  ErrorEquals: errorNames,
  IntervalSeconds: integer(1),
  MaxAttempts: integer(0),
  BackoffRate: atLeast(1),
  MaxDelaySeconds: integer(1, 31_622_399),
  JitterStrategy: oneOf("FULL", "NONE"),
};
const CATCHER: Table = {
  ...comment,
  ErrorEquals: errorNames,
  Next: text,
  Output: withError,
  Assign: assignment(withError),
};
const RULE: Table = {
  ...comment,
  Condition: condition,
  Next: text,
  Output: own,
  Assign: assignment(own),
};
const recoverable: Table = {
  ...jsonata,
  ...flow,
  Output: withResult,
  Assign: assignment(withResult),
  Retry: recovery(RETRIER, ["ErrorEquals"]),
  Catch: recovery(CATCHER, ["ErrorEquals", "Next"]),
};
const plain: Table = { ...jsonata, Output: own, Assign: assignment(own) };

/** Text that is no expression, for JSONPath would take it as it stands. */
const plainText: Check = (value, path, report) => {
  text(value, path, report);
  if (isExpression(value)) report("A JSONata expression in a state of JSONPath", path);
};
const bare: Table = { ...jsonPath, ...flow };
const bareRecoverable: Table = {
  ...bare,
  Retry: recovery(RETRIER, ["ErrorEquals"]),
  Catch: recovery({ ...comment, ErrorEquals: errorNames, Next: text }, ["ErrorEquals", "Next"]),
};

interface Kind {
  readonly table: Table;
  /** The fields that mean the same in JSONPath, where a state of that language can do with them. */
  readonly neutral?: Table;
  readonly required: readonly string[];
}

/** Every state type with its fields, and those it cannot do without. */
export const STATES: Readonly<Record<string, Kind>> = {
  Task: {
    table: {
      ...recoverable,
      Resource: resource,
      Arguments: own,
      TimeoutSeconds: expressionOr(integer(1)),
      HeartbeatSeconds: expressionOr(integer(1)),
    },
    neutral: {
      ...bareRecoverable,
      Resource: functionArn,
      TimeoutSeconds: integer(1),
      HeartbeatSeconds: integer(1),
    },
    required: ["Resource"],
  },
  Wait: {
    table: {
      ...plain,
      ...flow,
      Seconds: expressionOr(integer(0)),
      Timestamp: expressionOr(timestamp),
    },
    neutral: { ...bare, Seconds: integer(0), Timestamp: timestamp },
    required: [],
  },
  Pass: { table: { ...plain, ...flow }, neutral: bare, required: [] },
  Succeed: { table: { ...jsonata, Output: own }, neutral: jsonPath, required: [] },
  Fail: {
    table: { ...jsonata, Error: expressionOr(text), Cause: expressionOr(text) },
    neutral: { ...jsonPath, Error: plainText, Cause: plainText },
    required: [],
  },
  Choice: {
    table: { ...plain, Choices: listOf(RULE, ["Condition", "Next"]), Default: text },
    required: ["Choices"],
  },
  Parallel: {
    table: { ...recoverable, Arguments: own, Branches: list },
    neutral: { ...bareRecoverable, Branches: list },
    required: ["Branches"],
  },
  Map: {
    table: {
      ...recoverable,
      Items: items,
      ItemSelector: own,
      ItemProcessor: anything,
      Iterator: anything,
      MaxConcurrency: expressionOr(integer(0, Number.MAX_SAFE_INTEGER)),
      ToleratedFailureCount: expressionOr(integer(0, Number.MAX_SAFE_INTEGER)),
      ToleratedFailurePercentage: expressionOr(integer(0, 100)),
    },
    required: [],
  },
};

export const BRANCH: Table = { ...comment, StartAt: text, States: anything };
export const MACHINE: Table = {
  ...BRANCH,
  QueryLanguage: queryLanguage,
  Version: oneOf("1.0"),
  TimeoutSeconds: integer(1),
};
export const PROCESSOR: Table = {
  ...BRANCH,
  ProcessorConfig: (value, path, report) =>
    checkFields(value, { Mode: oneOf("INLINE") }, [], path, report),
};
