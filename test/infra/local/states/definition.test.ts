import { describe, expect, it } from "vitest";
import { parseMachine } from "../../../../infra/local/states/language.ts";
import { call, INVOKE, machine, refusals, scope } from "./trial.ts";

const end = { End: true };
const pass = (fields: object = {}) => ({ Type: "Pass", ...end, ...fields });
const one = (state: object, extra: object = {}) => machine({ S: state }, extra);
const aside = { Type: "Succeed" };
const speaking = { Type: "Succeed", QueryLanguage: "JSONata" };
const failing = { Type: "Fail", Cause: "{% 'c' %}" };

/**
 * Wordings recorded from AWS by gabrielmoreira/tiny-asl-machine (Validation.Structure,
 * Validation.BasicStructure, Feature.JSONataValidation, Feature.WaitValidation) and
 * localstack/localstack (test_sfn_api_validation); fields outside the subset are refused in ours.
 */
describe("A definition is refused", () => {
  it.each([
    ["for a state without a type", one({ End: true }), "The field 'Type' is required at /States/S"],
    [
      "for a state without a way out",
      one({ Type: "Pass" }),
      "This object should have only one of the following fields: [Next, End] at /States/S",
    ],
    [
      "for two ways out",
      one(pass({ Next: "S" })),
      "There should only be one of the following fields: [Next, End] at /States/S",
    ],
    [
      "for a start that is not there",
      machine({ S: pass() }, { StartAt: "X" }),
      "Missing 'Next' target: X at /StartAt",
    ],
    [
      "for a next that is not there",
      machine({ S: { Type: "Pass", Next: "X" }, Z: aside }),
      "Missing 'Next' target: X at /States/S/Next",
    ],
    [
      "for a state out of reach",
      machine({ S: pass(), T: aside }),
      'State "T" is not reachable. at /States/T',
    ],
    [
      "for having no end",
      machine({ S: { Type: "Pass", Next: "S" } }),
      "Workflow has no terminal state at null",
    ],
    [
      "for a branch's state out of place",
      one({ Type: "Parallel", Branches: [scope({ A: { Type: "Pass", Next: "S" } })], ...end }),
      "Missing 'Next' target: S at /States/S/Branches[0]/States/A/Next",
    ],
    [
      "for branches that are no list",
      one({ Type: "Parallel", Branches: "{% 'E' %}", ...end }),
      "Expected value of type Array at /States/S/Branches",
    ],
    [
      "for a wait for nothing",
      one({ Type: "Wait", ...end }),
      "This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/S",
    ],
    [
      "for a wait of a fraction",
      one({ Type: "Wait", Seconds: 1.5, ...end }),
      "Expected value of type Integer at /States/S/Seconds",
    ],
    [
      "for a wait backwards",
      one({ Type: "Wait", Seconds: -1, ...end }),
      "Minimum value is 0 at /States/S/Seconds",
    ],
    [
      "for a timestamp that is none",
      one({ Type: "Wait", Timestamp: "soon", ...end }),
      "String does not match RFC3339 timestamp at /States/S/Timestamp",
    ],
    [
      "for a result where there is none",
      one(pass({ Output: "{% $states.result %}" })),
      "Field '$states.result' does not exist. at /States/S/Output",
    ],
    [
      "for a member of $states that there never is, however deep it is read",
      one(pass({ Output: "{% $map([1], function($v){ [$v, {'a': $states.state.Name}] }) %}" })),
      "Field '$states.state' does not exist. at /States/S/Output",
    ],
    [
      "for an error where there is none",
      one(call({ a: ["{% $states.errorOutput %}"] })),
      "Field '$states.errorOutput' does not exist. at /States/S/Arguments/Payload/a[0]",
    ],
    [
      "for delimiters that are one",
      one(pass({ Output: "{%}" })),
      "The JSONata expression '{%}' is not opened and closed at /States/S/Output",
    ],
    [
      "for an expression of nothing",
      one(pass({ Output: "{%%}" })),
      "Unexpected end of expression at /States/S/Output",
    ],
    [
      "for the reserved variable",
      one(pass({ Assign: { states: 1 } })),
      "The variable name 'states' is reserved at /States/S/Assign/states",
    ],
    [
      "for a variable that begins with an underscore",
      one(pass({ Assign: { _x: 1 } })),
      "Invalid variable name '_x' at /States/S/Assign/_x",
    ],
    [
      "for a variable of 81 characters",
      one(pass({ Assign: { ["x".repeat(81)]: 1 } })),
      `Invalid variable name '${"x".repeat(81)}' at /States/S/Assign/${"x".repeat(81)}`,
    ],
    [
      "for States.ALL in company",
      machine({
        S: call([1], { ...end, Catch: [{ ErrorEquals: ["States.ALL", "E"], Next: "Z" }] }),
        Z: aside,
      }),
      "States.ALL must appear alone and at end of list at /States/S/Catch[0]/ErrorEquals",
    ],
    [
      "for a delay of a year and a day",
      one(call([1], { ...end, Retry: [{ ErrorEquals: ["E"], MaxDelaySeconds: 31_622_400 }] })),
      "Maximum value is 31622399 at /States/S/Retry[0]/MaxDelaySeconds",
    ],
    [
      "for States.ALL before others",
      one(call([1], { ...end, Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["E"] }] })),
      "States.ALL must appear alone and at end of list at /States/S/Retry[0]/ErrorEquals",
    ],
    [
      "for JSONPath",
      JSON.stringify({ StartAt: "S", States: { S: aside } }),
      "The query language JSONPath is not supported: set 'JSONata' at /States/S/QueryLanguage",
    ],
    [
      "for a field of JSONPath in a state of that language",
      JSON.stringify({
        StartAt: "S",
        States: { S: pass({ ResultPath: "$.a", End: undefined, Next: "T" }), T: speaking },
      }),
      "Field 'ResultPath' is not supported at /States/S/ResultPath",
    ],
    [
      "for a Choice in JSONPath beside a state in JSONata",
      JSON.stringify({
        StartAt: "S",
        States: { S: { Type: "Choice", Choices: [{ Variable: "$.a", Next: "T" }] }, T: speaking },
      }),
      "The query language JSONPath is not supported: set 'JSONata' at /States/S/QueryLanguage",
    ],
    [
      "for an expression where JSONPath would take it as it stands",
      JSON.stringify({
        StartAt: "S",
        States: { S: pass({ End: undefined, Next: "T", QueryLanguage: "JSONata" }), T: failing },
      }),
      "A JSONata expression in a state of JSONPath at /States/T/Cause",
    ],
    [
      "for a field of JSONPath",
      one(pass({ InputPath: "$.a" })),
      "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/S/InputPath",
    ],
    [
      "for another integration",
      one({ Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", ...end }),
      "The resource provided 'arn:aws:states:::sqs:sendMessage' is not supported at /States/S/Resource",
    ],
    [
      "for .sync",
      one({ Type: "Task", Resource: "arn:aws:states:::states:startExecution.sync", ...end }),
      "The resource provided 'arn:aws:states:::states:startExecution.sync' is not supported at /States/S/Resource",
    ],
    [
      "for an activity",
      one({ Type: "Task", Resource: "arn:aws:states:us-east-1:000000000000:activity:a", ...end }),
      "The resource provided 'arn:aws:states:us-east-1:000000000000:activity:a' is not supported at /States/S/Resource",
    ],
    [
      "for credentials",
      one(call([1], { ...end, Credentials: { RoleArn: "r" } })),
      "Field 'Credentials' is not supported at /States/S/Credentials",
    ],
    [
      "for a distributed Map",
      one({
        Type: "Map",
        ItemProcessor: { ...scope({ A: aside }), ProcessorConfig: { Mode: "DISTRIBUTED" } },
        ...end,
      }),
      "Value should be one of the following: [INLINE] at /States/S/ItemProcessor/ProcessorConfig/Mode",
    ],
    [
      "for an item reader",
      one({ Type: "Map", ItemReader: {}, ItemProcessor: scope({ A: aside }), ...end }),
      "Field 'ItemReader' is not supported at /States/S/ItemReader",
    ],
    [
      "for an asynchronous call",
      one({
        Type: "Task",
        Resource: INVOKE,
        Arguments: { FunctionName: "f", InvocationType: "Event" },
        ...end,
      }),
      "Value should be one of the following: [RequestResponse] at /States/S/Arguments/InvocationType",
    ],
    [
      "for a Choice without rules",
      one({ Type: "Choice", Choices: [] }),
      "Value cannot be empty at /States/S/Choices",
    ],
    [
      "for states that are none",
      JSON.stringify({ QueryLanguage: "JSONata", StartAt: "S", States: [] }),
      "Expected value of type Object at /States",
    ],
    [
      "for no state",
      JSON.stringify({ QueryLanguage: "JSONata", StartAt: "S", States: {} }),
      "Value cannot be empty at /States",
    ],
    [
      "for a state of 81 characters",
      machine({ ["S".repeat(81)]: pass() }),
      `Maximum length is 80 at /States/${"S".repeat(81)}`,
    ],
    ...["Activity", "toString", 1].map((Type): [string, string, string] => [
      `for the type ${Type}`,
      one({ Type, ...end }),
      "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/S/Type",
    ]),
    [
      "for a Map of nothing",
      one({ Type: "Map", ...end }),
      "This object should have only one of the following fields: [ItemProcessor, Iterator] at /States/S",
    ],
    [
      "for a Map of two things",
      one({
        Type: "Map",
        ItemProcessor: scope({ A: pass() }),
        Iterator: scope({ B: pass() }),
        ...end,
      }),
      "There should only be one of the following fields: [ItemProcessor, Iterator] at /States/S",
    ],
    [
      "for no end, said to be none",
      one({ Type: "Pass", End: false }),
      "This object should have only one of the following fields: [Next, End] at /States/S",
    ],
    [
      "for a time limit of a branch",
      one({ Type: "Parallel", Branches: [{ ...scope({ A: pass() }), TimeoutSeconds: 1 }], ...end }),
      "Field 'TimeoutSeconds' is not supported at /States/S/Branches[0]/TimeoutSeconds",
    ],
    [
      "for the mode of a branch",
      one({
        Type: "Parallel",
        Branches: [{ ...scope({ A: pass() }), ProcessorConfig: {} }],
        ...end,
      }),
      "Field 'ProcessorConfig' is not supported at /States/S/Branches[0]/ProcessorConfig",
    ],
    [
      "for a payload that is a number",
      one(call(1)),
      "Expected value of type Object, Array, String or Null at /States/S/Arguments/Payload",
    ],
    [
      "for an expression that is only opened",
      one(pass({ Output: { a: ["{% 1"] } })),
      "The JSONata expression '{% 1' is not opened and closed at /States/S/Output/a[0]",
    ],
    [
      "for an expression that is only closed",
      one(pass({ Assign: { a: " {% 1 %}" } })),
      "The JSONata expression ' {% 1 %}' is not opened and closed at /States/S/Assign/a",
    ],
    [
      "for a name that two states of different scopes bear",
      machine({
        A: { Type: "Parallel", Branches: [scope({ B: pass() }), scope({ B: pass() })], Next: "C" },
        C: aside,
      }),
      "Duplicate State name: B at /States/A/Branches[1]/States/B",
    ],
    [
      "for a call of no function",
      one({ Type: "Task", Resource: INVOKE, ...end }),
      "These fields are required: [FunctionName] at /States/S/Arguments",
    ],
  ])("%s", (_, definition, refusal) => {
    expect(refusals(definition)).toContain(refusal);
  });

  it("for an inner scope that assigns an outer variable", () => {
    const definition = machine({
      A: { Type: "Pass", Assign: { x: 1 }, Next: "P" },
      P: { Type: "Parallel", Branches: [scope({ B: pass({ Assign: { x: 2 } }) })], ...end },
    });
    expect(refusals(definition)).toEqual([
      "The variable name 'x' was already defined in a parent scope. at /States/P/Branches[0]/States/B/Assign/x",
    ]);
  });

  it.each([
    ["DUPLICATE_STATE_NAME", one({ Type: "Map", ItemProcessor: scope({ S: aside }), ...end })],
    ["MISSING_TRANSITION_TARGET", machine({ S: { Type: "Pass", Next: "X" }, Z: aside })],
    [
      "DUPLICATE_VARIABLE_NAME",
      machine({
        A: { Type: "Pass", Assign: { x: 1 }, Next: "M" },
        M: { Type: "Map", ItemProcessor: scope({ B: pass({ Assign: { x: 2 } }) }), ...end },
      }),
    ],
    ["SCHEMA_VALIDATION_FAILED", one({ Type: "Pass" })],
  ])("under the code %s", (code, definition) => {
    expect(() => parseMachine(definition)).toThrow(`Invalid State Machine Definition: '${code}: `);
  });

  it("once for no states", () => {
    expect(refusals('{"QueryLanguage":"JSONata","StartAt":"S"}')).toEqual([
      "These fields are required: [States] at /",
    ]);
  });

  it("for what is no JSON", () => {
    expect(() => parseMachine("{")).toThrow(/INVALID_JSON_DESCRIPTION/);
  });

  it.each(["[]", "null", '"S"', "1"])("for JSON that is no object, such as %s", (definition) => {
    expect(() => parseMachine(definition)).toThrow(
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object'",
    );
  });

  it("for all that is wrong with it at once", () => {
    const definition = machine({ S: { Type: "Pass" }, T: { Type: "Wait", End: true } });
    expect(() => parseMachine(definition)).toThrow(
      "Invalid State Machine Definition: '" +
        "SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [Next, End] at /States/S, " +
        "SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/T, " +
        'MISSING_TRANSITION_TARGET: State "T" is not reachable. at /States/T\'',
    );
  });
});

describe("A definition is taken", () => {
  it.each(["$states.*", "$states", "($states).result"])(
    "with %s, which reads no member of $states by its name",
    (source) => {
      expect(refusals(one(pass({ Output: `{% ${source} %}` })))).toEqual([]);
    },
  );

  it("with a call that is one expression", () => {
    const T = { Type: "Task", Resource: INVOKE, Arguments: "{% $states.input %}", ...end };
    expect(refusals(one(T))).toEqual([]);
  });

  it("with a call that says how it is made by default", () => {
    const Arguments = { FunctionName: "f", InvocationType: "RequestResponse" };
    expect(refusals(one({ Type: "Task", Resource: INVOKE, Arguments, ...end }))).toEqual([]);
  });

  it("with a name of 80 characters, and an end that is said to be none", () => {
    const name = "S".repeat(80);
    const definition = machine({ [name]: { Type: "Pass", End: false, Next: "Z" }, Z: aside });
    expect(refusals(definition)).toEqual([]);
  });

  it("with the inline mode of a Map, said or left out", () => {
    const ItemProcessor = { ...scope({ A: pass() }), ProcessorConfig: { Mode: "INLINE" } };
    const Iterator = { ...scope({ B: pass() }), ProcessorConfig: {} };
    const definition = machine({
      S: { Type: "Map", ItemProcessor, Next: "T" },
      T: { Type: "Map", Iterator, ...end },
    });
    expect(refusals(definition)).toEqual([]);
  });

  it("with a comment, a version and a time limit", () => {
    const extra = { Comment: "c", Version: "1.0", TimeoutSeconds: 5 };
    expect(refusals(one(pass({ Comment: "c" }), extra))).toEqual([]);
  });

  it("where only the states speak JSONata", () => {
    const states = { S: { ...aside, QueryLanguage: "JSONata" } };
    expect(refusals(JSON.stringify({ StartAt: "S", States: states }))).toEqual([]);
  });
});
