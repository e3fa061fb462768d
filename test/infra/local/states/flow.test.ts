import { describe, expect, it } from "vitest";
import { attempt, machine, output, within } from "./trial.ts";

/**
 * Recorded from AWS by gabrielmoreira/tiny-asl-machine (tests/conformance/cases:
 * Feature.ChoiceJsonata, Feature.SucceedFailJsonata, Feature.AssignVariables, Feature.WaitJsonata)
 * and localstack/localstack (tests/aws/services/stepfunctions/v2: assign, choice_operators, base).
 */
describe("A Pass state", () => {
  it("gives its input where it has no Output", async () => {
    const trial = await attempt(machine({ S: { Type: "Pass", End: true } }), { a: 1 });
    expect(trial).toMatchObject({ status: "SUCCEEDED", output: { a: 1 } });
  });

  it("passes its output on", async () => {
    const definition = machine({
      A: { Type: "Pass", Output: "{% $states.input.n + 1 %}", Next: "B" },
      B: { Type: "Pass", Output: "{% $states.input * 10 %}", End: true },
    });
    const trial = await attempt(definition, { n: 1 });
    expect(trial.output).toBe(20);
    expect(trial.links).toEqual([
      "1<0 ExecutionStarted",
      "2<0 PassStateEntered",
      "3<2 PassStateExited",
      "4<3 PassStateEntered",
      "5<4 PassStateExited",
      "6<5 ExecutionSucceeded",
    ]);
  });

  it("fails with States.DataLimitExceeded above 262144 bytes of output", async () => {
    const trial = await attempt(output("é".repeat(131_072)));
    expect(trial).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
      cause:
        "The state/task 'S' returned a result with a size exceeding the maximum number of bytes service limit.",
      types: ["ExecutionStarted", "PassStateEntered", "ExecutionFailed"],
    });
  });

  it("bears exactly 262144 bytes of output", async () => {
    expect((await attempt(output("é".repeat(131_071)))).status).toBe("SUCCEEDED");
  });
});

describe("A Succeed state", () => {
  it("gives its Output", async () => {
    const definition = machine({ S: { Type: "Succeed", Output: "{% $states.input.a %}" } });
    expect(await attempt(definition, { a: [1] })).toMatchObject({
      output: [1],
      types: [
        "ExecutionStarted",
        "SucceedStateEntered",
        "SucceedStateExited",
        "ExecutionSucceeded",
      ],
    });
  });

  it("gives its input where it has no Output", async () => {
    expect((await attempt(machine({ S: { Type: "Succeed" } }), [7])).output).toEqual([7]);
  });
});

describe("A Fail state", () => {
  const fail = (fields: object) => machine({ S: { Type: "Fail", ...fields } });

  it.each([
    ["literals", { Error: "E", Cause: "c" }, { error: "E", cause: "c" }],
    [
      "expressions",
      { Error: "{% $states.input.e %}", Cause: "{% 'because ' & $states.input.e %}" },
      { error: "X", cause: "because X" },
    ],
    ["an Error alone", { Error: "E" }, { error: "E" }],
    ["a Cause alone", { Cause: "c" }, { cause: "c" }],
    ["nothing", {}, {}],
  ])("fails with %s", async (_, fields, expected) => {
    const { status, error, cause, types } = await attempt(fail(fields), { e: "X" });
    expect({
      status,
      types,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    }).toEqual({
      status: "FAILED",
      types: ["ExecutionStarted", "FailStateEntered", "ExecutionFailed"],
      ...expected,
    });
  });

  it.each([
    ["Error", { Error: "{% 5 %}" }, "number", "5", "5"],
    ["Cause", { Error: "E", Cause: "{% {'a': 1} %}" }, "object", "{'a': 1}", '{"a":1}'],
    ["Cause", { Cause: "{% null %}" }, "null", "null", "null"],
    ["Cause", { Cause: "{% [1] %}" }, "array", "[1]", "[1]"],
  ])("insists on text for its %s", async (field, fields, type, source, value) => {
    const trial = await attempt(fail(fields));
    expect(trial).toMatchObject({
      error: "States.QueryEvaluationError",
      cause: within(
        "S",
        2,
        `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. Expected 'string', but was '${type}' for value: ${value}`,
      ),
    });
  });
});

describe("A Choice state", () => {
  const choice = (choices: object[], rest: object = {}) =>
    machine({
      C: { Type: "Choice", Choices: choices, ...rest },
      A: { Type: "Pass", Output: "A", End: true },
      B: { Type: "Pass", Output: "B", End: true },
    });
  const rule = (Condition: unknown, Next: string, rest: object = {}) => ({
    Condition,
    Next,
    ...rest,
  });

  it("takes the first rule that holds", async () => {
    const definition = choice([
      rule("{% $states.input.n > 9 %}", "A"),
      rule("{% $states.input.n > 5 %}", "B"),
      rule("{% true %}", "A"),
    ]);
    expect((await attempt(definition, { n: 7 })).output).toBe("B");
  });

  it("takes a condition that is a literal", async () => {
    expect((await attempt(choice([rule(false, "A"), rule(true, "B")]))).output).toBe("B");
  });

  it("takes its Default where no rule holds", async () => {
    const definition = choice([rule("{% false %}", "A")], { Default: "B" });
    expect((await attempt(definition)).output).toBe("B");
  });

  it("ends the execution with States.Runtime where there is no Default", async () => {
    const definition = choice([rule("{% false %}", "A"), rule("{% false %}", "B")]);
    expect(await attempt(definition)).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause: within(
        "C",
        2,
        "Failed to transition out of the state. The state does not point to a next state.",
      ),
      types: ["ExecutionStarted", "ChoiceStateEntered", "ExecutionFailed"],
    });
  });

  it.each([
    ["{% 'true' %}", "'true'", "string", '"true"'],
    ["{% 1 %}", "1", "number", "1"],
    ["{% null %}", "null", "null", "null"],
    ["{% [] %}", "[]", "array", "[]"],
  ])("insists that the condition %s be a boolean", async (condition, source, type, value) => {
    const definition = choice([rule(false, "A"), rule(condition, "B")]);
    expect((await attempt(definition)).cause).toBe(
      within(
        "C",
        2,
        `The JSONata expression '${source}' specified for the field 'Choices[1]/Condition' returned an unexpected result type. Expected 'boolean', but was '${type}' for value: ${value}`,
      ),
    );
  });

  it("evaluates no condition after the one that holds", async () => {
    const definition = choice([rule(true, "A"), rule("{% $error('evaluated') %}", "B")]);
    expect((await attempt(definition)).output).toBe("A");
  });

  it("assigns and gives what the chosen rule says", async () => {
    const definition = machine({
      C: {
        Type: "Choice",
        Choices: [rule(true, "A", { Assign: { x: "rule" }, Output: { from: "rule" } })],
        Assign: { x: "state" },
        Output: { from: "state" },
        Default: "A",
      },
      A: { Type: "Pass", Output: { x: "{% $x %}", input: "{% $states.input %}" }, End: true },
    });
    expect((await attempt(definition)).output).toEqual({ x: "rule", input: { from: "rule" } });
  });

  it("assigns and gives what the state says on the way to its Default", async () => {
    const definition = machine({
      C: {
        Type: "Choice",
        Choices: [rule(false, "A", { Assign: { x: "rule" }, Output: { from: "rule" } })],
        Assign: { x: "state" },
        Output: { from: "state" },
        Default: "A",
      },
      A: { Type: "Pass", Output: { x: "{% $x %}", input: "{% $states.input %}" }, End: true },
    });
    expect((await attempt(definition)).output).toEqual({ x: "state", input: { from: "state" } });
  });

  it("names the rule where the rule's own fields fail", async () => {
    const definition = choice([rule(false, "A"), rule(true, "B", { Output: "{% $no %}" })]);
    expect((await attempt(definition)).cause).toContain(
      "specified for the field 'Choices[1]/Output'",
    );
  });

  it("ends an endless loop with its 25000th event", { timeout: 20_000 }, async () => {
    const definition = machine({
      C: { Type: "Choice", Choices: [rule(true, "C")], Default: "S" },
      S: { Type: "Succeed" },
    });
    const trial = await attempt(definition);
    expect(trial.simulation.events).toHaveLength(25_000);
    expect(trial).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause: "The execution reached the maximum number of history events (25000).",
    });
  });
});

describe("A Wait state", () => {
  const wait = (fields: object) => machine({ W: { Type: "Wait", ...fields, End: true } });

  it.each([
    ["literal seconds", { Seconds: 90 }, 90_000],
    ["no seconds", { Seconds: 0 }, 0],
    ["seconds from an expression", { Seconds: "{% $states.input.s %}" }, 5_000],
    ["the most seconds", { Seconds: 99_999_999 }, 99_999_999_000],
    ["a literal timestamp", { Timestamp: "1970-01-01T01:00:00Z" }, 3_600_000],
    ["a timestamp from an expression", { Timestamp: "{% $states.input.t %}" }, 7_200_500],
    ["a timestamp with an offset", { Timestamp: "1970-01-01T05:30:00+05:00" }, 1_800_000],
    ["a timestamp that has passed", { Timestamp: "1969-01-01T00:00:00Z" }, 0],
  ])("waits for %s", async (_, fields, moment) => {
    const trial = await attempt(wait(fields), { s: 5, t: "1970-01-01T02:00:00.500Z" });
    expect(trial.status).toBe("SUCCEEDED");
    expect(trial.simulation.now).toBe(moment);
    expect(trial.types).toEqual([
      "ExecutionStarted",
      "WaitStateEntered",
      "WaitStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("gives its input, or its Output", async () => {
    const definition = machine({
      V: { Type: "Wait", Seconds: 1, Assign: { before: "{% $states.input %}" }, Next: "W" },
      W: { Type: "Wait", Seconds: 1, Output: ["{% $before %}", "{% $states.input %}"], End: true },
    });
    expect((await attempt(definition, 7)).output).toEqual([7, 7]);
  });

  it.each([
    ["{% 1.5 %}", "The Seconds field cannot be parsed as an integer: 1.5"],
    ["{% -1 %}", "Seconds must be between 0 and 99999999 but was: -1"],
    ["{% 100000000 %}", "Seconds must be between 0 and 99999999 but was: 100000000"],
    [
      "{% '5' %}",
      "The JSONata expression ''5'' specified for the field 'Seconds' returned an unexpected result type. Expected 'number', but was 'string' for value: \"5\"",
    ],
  ])("refuses Seconds of %s", async (Seconds, reason) => {
    expect((await attempt(wait({ Seconds }))).cause).toBe(within("W", 2, reason));
  });

  it.each(["tomorrow", "2024-01-01", "2024-13-01T00:00:00Z", "2024-01-01T00:00:00", "2024-02-30"])(
    "refuses the timestamp %s",
    async (given) => {
      const trial = await attempt(wait({ Timestamp: `{% '${given}' %}` }));
      expect(trial.error).toBe("States.QueryEvaluationError");
      expect(trial.cause).toBe(
        within(
          "W",
          2,
          `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${given}`,
        ),
      );
    },
  );
});

/** docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
describe("Variables", () => {
  it("are read by every later state", async () => {
    const definition = machine({
      A: { Type: "Pass", Assign: { x: { deep: ["{% $states.input.n %}"] } }, Output: 0, Next: "B" },
      B: { Type: "Pass", Next: "C" },
      C: { Type: "Pass", Output: "{% $x %}", End: true },
    });
    expect((await attempt(definition, { n: 1 })).output).toEqual({ deep: [1] });
  });

  it("are not yet assigned where the same state's Output reads them", async () => {
    const definition = machine({
      A: { Type: "Pass", Assign: { x: "old" }, Next: "B" },
      B: { Type: "Pass", Assign: { x: "new" }, Output: "{% $x %}", Next: "C" },
      C: { Type: "Pass", Output: ["{% $states.input %}", "{% $x %}"], End: true },
    });
    expect((await attempt(definition)).output).toEqual(["old", "new"]);
  });

  it("are all assigned at once", async () => {
    const definition = machine({
      A: { Type: "Pass", Assign: { x: 1, y: 2 }, Next: "B" },
      B: { Type: "Pass", Assign: { x: "{% $y %}", y: "{% $x %}" }, Next: "C" },
      C: { Type: "Pass", Output: ["{% $x %}", "{% $y %}"], End: true },
    });
    expect((await attempt(definition)).output).toEqual([2, 1]);
  });

  it("stand in the event of leaving, as JSON text", async () => {
    const definition = machine({ A: { Type: "Pass", Assign: { b: "t", a: { n: 1 } }, End: true } });
    const exit = (await attempt(definition)).simulation.events[2];
    expect(exit?.details).toStrictEqual({
      name: "A",
      output: "{}",
      outputDetails: { truncated: false },
      assignedVariables: { a: '{"n":1}', b: '"t"' },
      assignedVariablesDetails: { truncated: false },
    });
  });

  it("are evaluated before the Output", async () => {
    const definition = machine({
      A: { Type: "Pass", Assign: { x: "{% $no %}" }, Output: "{% $nor %}", End: true },
    });
    expect((await attempt(definition)).cause).toContain("specified for the field 'Assign/x'");
  });

  it("cannot together exceed 262144 bytes in one state", async () => {
    const definition = machine({
      A: { Type: "Pass", Assign: { x: "a".repeat(131_071), y: "a".repeat(131_071) }, End: true },
    });
    expect((await attempt(definition)).error).toBe("States.DataLimitExceeded");
  });
});

describe("An execution", () => {
  it("times out as a whole", async () => {
    const definition = machine(
      { W: { Type: "Wait", Seconds: 60, End: true } },
      { TimeoutSeconds: 30 },
    );
    const trial = await attempt(definition);
    expect(trial).toMatchObject({
      status: "TIMED_OUT",
      links: ["1<0 ExecutionStarted", "2<0 WaitStateEntered", "3<0 ExecutionTimedOut"],
    });
    expect(trial.simulation.now).toBe(30_000);
  });

  it("ends before its time is up", async () => {
    const definition = machine(
      { W: { Type: "Wait", Seconds: 29, End: true } },
      { TimeoutSeconds: 30 },
    );
    expect((await attempt(definition)).status).toBe("SUCCEEDED");
  });
});
