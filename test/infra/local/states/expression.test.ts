import { describe, expect, it } from "vitest";
import { attempt, machine, output, scope, within } from "./trial.ts";

/**
 * Recorded from AWS by localstack/localstack (tests/aws/services/stepfunctions/v2: evaluate_jsonata,
 * assign/test_assign_reference_variables, outputdecl/test_output) and by
 * gabrielmoreira/tiny-asl-machine (tests/conformance/cases: Feature.JSONataBuiltins,
 * Feature.JSONataErrors, Feature.JSONataComposition).
 */
describe("A template", () => {
  const input = { name: "Ada", list: [1, 2, 3], nothing: null };

  it.each([
    ["keeps literals of every type", [null, true, 0, -1.5, "", "text", [], {}], undefined],
    ["replaces a string that is an expression as a whole", "{% $states.input.name %}", "Ada"],
    [
      "replaces expressions at any depth",
      { a: [{ b: "{% $sum($states.input.list) %}" }] },
      { a: [{ b: 6 }] },
    ],
    ["keeps a string with an expression inside it", "Hi {% $states.input.name %}!", undefined],
    ["keeps a string with space around the delimiters", " {% 1 %} ", undefined],
    ["does not evaluate the names of members", { "{% 'k' %}": 1 }, undefined],
    ["takes an expression without spaces", "{%$states.input.name%}", "Ada"],
    ["gives null for null", "{% $states.input.nothing %}", null],
    ["makes one of a sequence of one", "{% $states.input.list[0] %}", 1],
    ["keeps an explicit array of one", "{% [$states.input.list[0]] %}", [1]],
    ["reads variables that nobody assigned as nothing", "{% $exists($unknown) %}", false],
    ["gives an array in an object", "{% {'v': $states.input.list} %}", { v: [1, 2, 3] }],
    [
      "drops members of an object that are undefined",
      "{% {'a': 1, 'b': $states.input.no} %}",
      { a: 1 },
    ],
  ])("%s", async (_, template, expected) => {
    const trial = await attempt(output(template as never), input);
    expect(trial.output).toEqual(expected === undefined ? template : expected);
  });

  it.each([
    ["Output", "{% $states.input.no %}", "$states.input.no"],
    ["Output/v", { v: "{% $no %}" }, "$no"],
    ["Output/v/w[1]", { v: { w: [1, "{% $no.deeper %}"] } }, "$no.deeper"],
  ])("fails at %s where an expression gives nothing", async (field, template, source) => {
    const trial = await attempt(output(template as never));
    expect(trial).toMatchObject({
      status: "FAILED",
      error: "States.QueryEvaluationError",
      cause: within(
        "S",
        2,
        `The JSONata expression '${source}' specified for the field '${field}' returned nothing (undefined).`,
      ),
      types: ["ExecutionStarted", "PassStateEntered", "EvaluationFailed", "ExecutionFailed"],
    });
  });

  it("tells of the failed evaluation with its cause, error, location and state", async () => {
    const trial = await attempt(output({ v: "{% $no %}" }));
    expect(trial.simulation.events[2]?.details).toEqual({
      cause: trial.cause,
      error: "States.QueryEvaluationError",
      location: "Output/v",
      state: "S",
    });
  });

  it.each([
    [
      "1 + 'a'",
      'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
    ],
    [
      "$number('x')",
      'threw an error during evaluation. D3030: Unable to cast value to a number: "x"',
    ],
    ["$error('mine')", "threw an error during evaluation. D3137: mine"],
    ["$eval('1')", "threw an error during evaluation. T1006: Attempted to invoke a non-function"],
    ["function($x){$x}", "returned an unsupported result type."],
    ["$sum", "returned an unsupported result type."],
    ["{'f': $sum}", "returned an unsupported result type."],
    ["[[$sum]]", "returned an unsupported result type."],
    [
      "($f := function($n){1 + $f($n)}; $f(1))",
      "threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive",
    ],
    [
      "[1..10000000]",
      "threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage",
    ],
  ])("words the failure of %s as AWS does", async (source, reason) => {
    const trial = await attempt(output(`{% ${source} %}`));
    const rest = `The JSONata expression '${source}' specified for the field 'Output' ${reason}`;
    expect(trial.cause).toBe(within("S", 2, rest));
  });

  it("gives an expression two seconds", { timeout: 20_000 }, async () => {
    const source = "($f := function($n){$f($n + 1)}; $f(1))";
    const trial = await attempt(output(`{% ${source} %}`));
    expect(trial.cause).toContain("Expression evaluation timeout: Check for infinite loop");
  });
});

describe("The functions that Step Functions adds", () => {
  it.each([
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$partition([1,2,3], 2.9)", [[1, 2], [3]]],
    ["$partition([1], 9)", [[1]]],
    ["$range(0, 10, 5)", [0, 5, 10]],
    ["$range(10, 0, -4)", [10, 6, 2]],
    ["$range(3, 3, 1)", 3],
    ["$range(0.9, 2.9, 1.5)", [0, 1, 2]],
    ["$random(42)", 0.7275636800328681],
    ["$random(77)", 0.7240700207191966],
    ["$hash('✓', 'SHA-256')", "1dabba21cdad44541f6b15796f8d22978fc7ea10c46aeceeeeb66c23b3ac7604"],
    ["$hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["$hash('', 'MD5')", "d41d8cd98f00b204e9800998ecf8427e"],
    ["$length($hash('a', 'SHA-384'))", 96],
    ["$length($hash('a', 'SHA-512'))", 128],
    ["$parse('{\"a\":[1,null]}')", { a: [1, null] }],
    ["$parse('1')", 1],
    ["$length($uuid())", 36],
    ["$exists($partition([], 2))", false],
    ["$exists($partition([1], 0))", false],
    ["$exists($partition($none, 2))", false],
    ["$partition([1, 2], $none)", [[1, 2]]],
    ["$exists($range(1, 2, 0))", false],
    ["$exists($range(2, 1, 1))", false],
    ["$exists($range(1, 2, $none))", false],
    ["$exists($hash('a', $none))", false],
    ["$exists($parse($none))", false],
    ["$count([$range(1, 360145, 1)])", 360_145],
  ])("give for %s what AWS gives", async (source, expected) => {
    expect((await attempt(output(`{% ${source} %}`))).output).toEqual(expected);
  });

  it.each([
    ["$partition(1, 2)", 'T0412: Argument 1 of function "partition" must be an array of'],
    [
      "$partition([1], 'a')",
      'T0410: Argument 2 of function "partition" does not match function signature',
    ],
    ["$partition([1], -1)", "D3137: Second argument must be zero or greater"],
    ["$partition([1], 1, 1)", 'T0410: Argument 3 of function "partition" does not match'],
    ["$range('a', 2, 1)", 'T0410: Argument 1 of function "range" does not match'],
    ["$range(1, 'a', 1)", 'T0410: Argument 2 of function "range" does not match'],
    ["$range(1, 2, 'a')", 'T0410: Argument 3 of function "range" does not match'],
    ["$range(1, 2, 3, 4)", 'T0410: Argument 4 of function "range" does not match'],
    ["$range(1, 360146, 1)", "Expression evaluation memory limit exceeded"],
    ["$hash(1, 'MD5')", 'T0410: Argument 1 of function "hash" does not match'],
    ["$hash('a', 1)", 'T0410: Argument 2 of function "hash" does not match'],
    ["$hash('a', 'MD5', 1)", 'T0410: Argument 3 of function "hash" does not match'],
    [
      "$hash('a', 'MD4')",
      "D3137: Hash algorithm 'MD4' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
    ],
    ["$hash('a', 'toString')", "D3137: Hash algorithm 'toString' must be one of"],
    ["$random('a')", 'T0410: Argument 1 of function "random" does not match'],
    ["$random(1, 2)", 'T0410: Argument 2 of function "random" does not match'],
    ["$uuid(1)", 'T0410: Argument 1 of function "uuid" does not match'],
    ["$parse(1)", 'T0410: Argument 1 of function "parse" does not match'],
    ["$parse('1', 2)", 'T0410: Argument 2 of function "parse" does not match'],
    ["$parse('nope')", "D3137: Invalid JSON"],
    ["$parse('1e999')", "D3137: Invalid JSON"],
  ])("refuse %s as AWS does", async (source, reason) => {
    const trial = await attempt(output(`{% ${source} %}`));
    expect(trial.error).toBe("States.QueryEvaluationError");
    expect(trial.cause).toContain(reason);
  });

  it("give a number between 0 and 1 for $random()", async () => {
    const { output: drawn } = await attempt(output("{% $random() %}"));
    expect(drawn).toSatisfy((value: number) => value >= 0 && value < 1);
  });

  it("read the time from the engine's clock", async () => {
    const template = ["{% $millis() %}", "{% $now() %}", "{% $now('[Y]', '+0100') %}"];
    const trial = await attempt(output(template), {}, { startsAt: 86_400_000 });
    expect(trial.output).toEqual([86_400_000, "1970-01-02T00:00:00.000Z", "1970"]);
  });
});

/** docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
describe("The context object", () => {
  it("tells of the execution, the state machine and the state", async () => {
    const trial = await attempt(output("{% $states.context %}"), { a: 1 }, { startsAt: 1000 });
    expect(trial.output).toEqual({
      Execution: {
        Id: "arn:aws:states:us-east-1:000000000000:execution:simulation:run",
        Input: { a: 1 },
        Name: "run",
        RedriveCount: 0,
        RoleArn: "arn:aws:iam::000000000000:role/simulation",
        StartTime: "1970-01-01T00:00:01.000Z",
      },
      State: { EnteredTime: "1970-01-01T00:00:01.000Z", Name: "S" },
      StateMachine: {
        Id: "arn:aws:states:us-east-1:000000000000:stateMachine:simulation",
        Name: "simulation",
      },
    });
  });

  it("counts the retries of a Parallel", async () => {
    const P = {
      Type: "Parallel",
      Arguments: "{% $states.context.State.RetryCount %}",
      Branches: [
        scope({
          C: {
            Type: "Choice",
            Choices: [{ Condition: "{% $states.input = 2 %}", Next: "S" }],
            Default: "F",
          },
          S: { Type: "Succeed" },
          F: { Type: "Fail", Error: "E" },
        }),
      ],
      Retry: [{ ErrorEquals: ["E"] }],
      End: true,
    };
    expect((await attempt(machine({ P }))).output).toEqual([2]);
  });

  it("has the moment at which the state was entered", async () => {
    const definition = machine({
      W: { Type: "Wait", Seconds: 90, Next: "S" },
      S: { Type: "Pass", Output: "{% $states.context.State.EnteredTime %}", End: true },
    });
    expect((await attempt(definition)).output).toBe("1970-01-01T00:01:30.000Z");
  });
});
