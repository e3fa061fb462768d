import { describe, expect, it } from "vitest";
import { call, machine, refusals, scope } from "./trial.ts";

const end = { End: true };
const one = (state: object) => machine({ S: { ...end, ...state } });
const task = (fields: object) => one(call([1], fields));
const retry = (retrier: object) => task({ Retry: [{ ErrorEquals: ["E"], ...retrier }] });
const wait = (fields: object) => one({ Type: "Wait", ...fields });
const map = (fields: object) =>
  one({ Type: "Map", ItemProcessor: scope({ A: { Type: "Pass", ...end } }), ...fields });
const choice = (Condition: unknown) =>
  machine({ S: { Type: "Choice", Choices: [{ Condition, Next: "Z" }] }, Z: { Type: "Succeed" } });
const called = (Resource: unknown) => one({ Type: "Task", Resource });

/**
 * states-language.net/spec.html and docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html;
 * texts as in definition.test.ts.
 */
describe("A field is refused", () => {
  it.each([
    ["Retry", task({ Retry: {} }), "Expected value of type Array at /States/S/Retry"],
    ["Retry[0]", task({ Retry: ["E"] }), "Expected value of type Object at /States/S/Retry[0]"],
    [
      "Retry[0]",
      task({ Retry: [{}] }),
      "These fields are required: [ErrorEquals] at /States/S/Retry[0]",
    ],
    [
      "Catch[0]",
      task({ Catch: [{}] }),
      "These fields are required: [ErrorEquals, Next] at /States/S/Catch[0]",
    ],
    [
      "ErrorEquals",
      retry({ ErrorEquals: "E" }),
      "Expected value of type Array at /States/S/Retry[0]/ErrorEquals",
    ],
    [
      "ErrorEquals",
      retry({ ErrorEquals: [] }),
      "Value cannot be empty at /States/S/Retry[0]/ErrorEquals",
    ],
    [
      "ErrorEquals",
      retry({ ErrorEquals: [1] }),
      "Expected value of type String at /States/S/Retry[0]/ErrorEquals[0]",
    ],
    [
      "BackoffRate",
      retry({ BackoffRate: "2" }),
      "Expected value of type Number at /States/S/Retry[0]/BackoffRate",
    ],
    [
      "BackoffRate",
      retry({ BackoffRate: 0.9 }),
      "Minimum value is 1 at /States/S/Retry[0]/BackoffRate",
    ],
    [
      "MaxAttempts",
      retry({ MaxAttempts: -1 }),
      "Minimum value is 0 at /States/S/Retry[0]/MaxAttempts",
    ],
    [
      "MaxAttempts",
      retry({ MaxAttempts: "{% 1 %}" }),
      "Expected value of type Integer at /States/S/Retry[0]/MaxAttempts",
    ],
    [
      "IntervalSeconds",
      retry({ IntervalSeconds: 0 }),
      "Minimum value is 1 at /States/S/Retry[0]/IntervalSeconds",
    ],
    [
      "JitterStrategy",
      retry({ JitterStrategy: "HALF" }),
      "Value should be one of the following: [FULL, NONE] at /States/S/Retry[0]/JitterStrategy",
    ],
    [
      "TimeoutSeconds",
      task({ TimeoutSeconds: 0 }),
      "Minimum value is 1 at /States/S/TimeoutSeconds",
    ],
    [
      "TimeoutSeconds",
      task({ TimeoutSeconds: 100_000_000 }),
      "Maximum value is 99999999 at /States/S/TimeoutSeconds",
    ],
    [
      "HeartbeatSeconds",
      task({ HeartbeatSeconds: "5" }),
      "Expected value of type Integer at /States/S/HeartbeatSeconds",
    ],
    [
      "TimeoutSeconds",
      machine({ S: { Type: "Succeed" } }, { TimeoutSeconds: "{% 1 %}" }),
      "Expected value of type Integer at /TimeoutSeconds",
    ],
    [
      "Version",
      machine({ S: { Type: "Succeed" } }, { Version: "2.0" }),
      "Value should be one of the following: [1.0] at /Version",
    ],
    [
      "Assign",
      one({ Type: "Pass", Assign: 1 }),
      "Expected value of type Object at /States/S/Assign",
    ],
    [
      "Comment",
      one({ Type: "Pass", Comment: 1 }),
      "Expected value of type String at /States/S/Comment",
    ],
    [
      "End",
      machine({
        S: { Type: "Choice", Choices: [{ Condition: true, Next: "P" }], Default: "Z" },
        P: { Type: "Pass", End: "true" },
        Z: { Type: "Succeed" },
      }),
      "Value should be one of the following: [true, false] at /States/P/End",
    ],
    [
      "Timestamp",
      wait({ Timestamp: 5 }),
      "String does not match RFC3339 timestamp at /States/S/Timestamp",
    ],
    [
      "Timestamp",
      wait({ Timestamp: "2024-13-01T00:00:00Z" }),
      "String does not match RFC3339 timestamp at /States/S/Timestamp",
    ],
    [
      "Timestamp",
      wait({ Timestamp: "2024-02-30T00:00:00Z" }),
      "String does not match RFC3339 timestamp at /States/S/Timestamp",
    ],
    [
      "Timestamp",
      wait({ Timestamp: "2024-02-28T00:00:00" }),
      "String does not match RFC3339 timestamp at /States/S/Timestamp",
    ],
    ["Resource", called(5), "The resource provided '5' is not supported at /States/S/Resource"],
    ["Resource", called("f"), "The resource provided 'f' is not supported at /States/S/Resource"],
    [
      "Payload",
      one(call(true)),
      "Expected value of type Object, Array, String or Null at /States/S/Arguments/Payload",
    ],
    [
      "Condition",
      choice(1),
      "Expected a JSONata expression or a boolean at /States/S/Choices[0]/Condition",
    ],
    [
      "Condition",
      choice("true"),
      "Expected a JSONata expression or a boolean at /States/S/Choices[0]/Condition",
    ],
    [
      "Condition",
      choice("{% 1 + %}"),
      "Unexpected end of expression at /States/S/Choices[0]/Condition",
    ],
    ["Items", map({ Items: {} }), "Expected a JSONata expression or an array at /States/S/Items"],
    ["Items", map({ Items: ["{% 1 + %}"] }), "Unexpected end of expression at /States/S/Items[0]"],
    [
      "MaxConcurrency",
      map({ MaxConcurrency: -1 }),
      "Minimum value is 0 at /States/S/MaxConcurrency",
    ],
    [
      "ToleratedFailurePercentage",
      map({ ToleratedFailurePercentage: 101 }),
      "Maximum value is 100 at /States/S/ToleratedFailurePercentage",
    ],
    [
      "Error in JSONPath",
      JSON.stringify({
        StartAt: "C",
        States: {
          C: { ...JSON.parse(choice(true)).States.S, QueryLanguage: "JSONata", Default: "F" },
          F: { Type: "Fail", Error: 1 },
          Z: { Type: "Succeed" },
        },
      }),
      "Expected value of type String at /States/F/Error",
    ],
    [
      "Error",
      machine({ S: { Type: "Fail", Error: 1 } }),
      "Expected value of type String at /States/S/Error",
    ],
  ])("%s, as in %s", (_, definition, refusal) => {
    expect(refusals(definition)).toEqual([refusal]);
  });
});

describe("A field is taken", () => {
  it.each([
    ["the longest time", task({ TimeoutSeconds: 99_999_999, HeartbeatSeconds: "{% 1 %}" })],
    [
      "every field of a retrier",
      retry({
        IntervalSeconds: 1,
        MaxAttempts: 0,
        BackoffRate: 1,
        MaxDelaySeconds: 31_622_399,
        JitterStrategy: "NONE",
        Comment: "c",
      }),
    ],
    [
      "States.ALL alone and last",
      task({ Retry: [{ ErrorEquals: ["E"] }, { ErrorEquals: ["States.ALL"] }] }),
    ],
    [
      "a timestamp with an offset and without seconds",
      wait({ Timestamp: "2024-02-29T10:00+02:00" }),
    ],
    ["a timestamp that is computed", wait({ Timestamp: "{% $states.input.t %}" })],
    ["a function's ARN", called("arn:aws:lambda:us-east-1:000000000000:function:f")],
    [
      "an alias of a function",
      called("arn:aws-cn:lambda:cn-north-1:000000000000:function:f-1_a:live"),
    ],
    [
      "the latest version of a function",
      called("arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"),
    ],
    ["a payload that is null", one(call(null))],
    ["a condition that is said", choice(true)],
    [
      "items that are listed",
      map({ Items: [1, "{% 2 %}"], MaxConcurrency: 0, ToleratedFailurePercentage: 100 }),
    ],
    [
      "limits that are computed",
      map({ MaxConcurrency: "{% 1 %}", ToleratedFailureCount: "{% 1 %}" }),
    ],
  ])("%s", (_, definition) => {
    expect(refusals(definition)).toEqual([]);
  });
});
