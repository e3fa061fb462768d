import { describe, expect, it } from "vitest";
import { parseMachine } from "../../../../infra/local/states/language.ts";
import { machine, refusals, scope } from "./trial.ts";

const end = { End: true };
const pass = (fields: object = {}) => ({ Type: "Pass", ...end, ...fields });
const one = (state: object, extra: object = {}) => machine({ S: state }, extra);
const speaking = { Type: "Succeed", QueryLanguage: "JSONata" };

/** Measured on AWS by floci-io/floci (issues 2670, 2735, 2745, 2968 and the tests that hold them). */
describe("A definition is refused as AWS was measured to", () => {
  const loop = { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } };
  const refused = (diagnostics: string) => `Invalid State Machine Definition: '${diagnostics}'`;

  it.each([
    ["a loop", machine(loop), "MISSING_END_STATE: Workflow has no terminal state at null"],
    [
      "a loop beside a state that nothing leads to",
      machine({ ...loop, U: { Type: "Pass", Next: "A" } }),
      "MISSING_END_STATE: Workflow has no terminal state at null",
    ],
    [
      "a loop beside an end that nothing leads to",
      machine({ ...loop, C: pass() }),
      'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C',
    ],
    [
      "a target that is not there, and so no end",
      machine({ A: { Type: "Pass", Next: "NOPE" } }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next, " +
        "MISSING_END_STATE: Workflow has no terminal state at null",
    ],
    [
      "a start inside a Map that is not there",
      one({ Type: "Map", ItemProcessor: { StartAt: "Nope", States: { A: pass() } }, ...end }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nope at /States/S/ItemProcessor/StartAt, " +
        'MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/S/ItemProcessor/States/A',
    ],
    [
      // gabrielmoreira/tiny-asl-machine, Validation.BasicStructure 006; localstack/localstack, test_sfn_api_validation
      "no start, and of what it would reach nothing is said",
      JSON.stringify({ QueryLanguage: "JSONata", States: { First: pass() } }),
      "SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt] at /",
    ],
    [
      // gabrielmoreira/tiny-asl-machine, Validation.BasicStructure 001
      "an end of what has no type, which is none",
      machine({ First: { End: true } }),
      "SCHEMA_VALIDATION_FAILED: The field 'Type' is required at /States/First, " +
        "MISSING_END_STATE: Workflow has no terminal state at null",
    ],
    [
      "what does not parse",
      one(pass({ Output: { v: "{% $phone[1,2) %}" } })),
      'INVALID_JSONATA_EXPRESSION: Expected "]", got "," at /States/S/Output/v',
    ],
    [
      "half an expression",
      one(pass({ Output: "{% 1 + %}" })),
      "INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/S/Output",
    ],
    [
      "an error outside a Catch",
      one(pass({ Output: "{% $states.errorOutput %}" })),
      "UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.errorOutput' does not exist. at /States/S/Output",
    ],
    [
      "the root",
      one(pass({ Output: "{% $$ %}" })),
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. at /States/S/Output",
    ],
    [
      "two names without a variable",
      one(pass({ Output: { v: "{% aaa + bbb + aaa %}" } })),
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'aaa' at the top level is not supported. at /States/S/Output/v, " +
        "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'bbb' at the top level is not supported. at /States/S/Output/v",
    ],
    [
      "another language",
      one(pass(), { QueryLanguage: "jsonata" }),
      "SCHEMA_VALIDATION_FAILED: Value should be one of the following: [JSONPath, JSONata] at /QueryLanguage",
    ],
    [
      "another language of a state",
      one(pass({ QueryLanguage: "jsonpath" })),
      "SCHEMA_VALIDATION_FAILED: Value should be one of the following: [JSONPath, JSONata] at /States/S/QueryLanguage",
    ],
    [
      "a language that is no text",
      one(pass(), { QueryLanguage: 5 }),
      "SCHEMA_VALIDATION_FAILED: Expected value of type [STRING] at /QueryLanguage",
    ],
    [
      "a state that turns from the machine's language, and for nothing else",
      one(pass({ QueryLanguage: "JSONPath", Output: "{% 1 %}" })),
      "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/S",
    ],
    [
      "what only JSONata knows, in a state of JSONPath",
      machine(
        { S: pass({ Output: 1, End: undefined, Next: "T" }), T: speaking },
        { QueryLanguage: "JSONPath" },
      ),
      "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/S/Output",
    ],
  ])("for %s", (_, definition, diagnostics) => {
    expect(() => parseMachine(definition)).toThrow(
      expect.objectContaining({ message: refused(diagnostics) }),
    );
  });

  it.each([
    "phone[0]",
    "$.phone",
    "$",
    "{phone: 1}",
    "{'a': phone}",
    "[phone]",
    "-phone",
    "true ? 1 : phone",
    "phone ? 1",
    "$x := phone",
    "(1; phone)",
    "phone()",
    "$sum(phone)",
    "$f(?, phone)",
    "phone ~> $sum",
    "$map([1], function($v){ phone })",
    "1 in phone",
    "`phone`.number",
  ])("for %s, which reads a context where there is none", (source) => {
    const name = source.startsWith("$.") || source === "$" ? "$" : "phone";
    expect(refusals(one(pass({ Output: `{% ${source} %}` })))).toEqual([
      `Reference to '${name}' at the top level is not supported. at /States/S/Output`,
    ]);
  });

  it.each([
    "$states.input.phone",
    "$states.input.items[phone > 3]",
    "$states.input.items^(phone).(phone & $)",
    "$states.input.items{phone: $}",
    "$map($states.input.a, function($x){ $x.phone })",
    "$states.input ~> |$|{'a': phone}|",
    "$phone",
    "*",
    "/phone/",
    "''",
    "'$'",
    "null",
  ])("but not for %s", (source) => {
    expect(refusals(one(pass({ Output: `{% ${source} %}` })))).toEqual([]);
  });

  it("but not for a loop inside a Map, or for an expression where none is read", () => {
    const Retry = [{ ErrorEquals: ["{% phone %}"] }];
    const M = { Type: "Map", ItemProcessor: scope(loop), Retry, Comment: "{% phone %}", ...end };
    expect(refusals(machine({ M }))).toEqual([]);
  });
});
