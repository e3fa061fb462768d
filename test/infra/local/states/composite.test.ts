import { describe, expect, it } from "vitest";
import type { Invoke } from "../../../../infra/local/states/lambda.ts";
import { attempt, call, machine, scope, thrown, within } from "./trial.ts";

const pass = (Output: unknown, rest: object = { End: true }) => ({ Type: "Pass", Output, ...rest });
const echo: Invoke = async (_, payload) => ({ payload });

/**
 * Recorded from AWS by gabrielmoreira/tiny-asl-machine (tests/conformance/cases:
 * Feature.ParallelErrors, Feature.JSONataComposition) and floci-io/floci
 * (AslExecutorParallelCutTest, AslExecutorBranchHistoryEventsTest).
 */
describe("A Parallel state", () => {
  const parallel = (branches: object[], rest: object = {}) =>
    machine({ P: { Type: "Parallel", Branches: branches, End: true, ...rest } });

  it("gives the outputs of its branches in their order", async () => {
    const definition = parallel([
      scope({ W: { Type: "Wait", Seconds: 9, Output: "slow", End: true } }),
      scope({ A: pass("fast") }),
    ]);
    const trial = await attempt(definition);
    expect(trial.output).toEqual(["slow", "fast"]);
    expect(trial.types).toEqual([
      "ExecutionStarted",
      "ParallelStateEntered",
      "ParallelStateStarted",
      "WaitStateEntered",
      "PassStateEntered",
      "PassStateExited",
      "WaitStateExited",
      "ParallelStateSucceeded",
      "ParallelStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("gives every branch its input, or its Arguments", async () => {
    const branches = [scope({ A: { Type: "Succeed" } }), scope({ B: { Type: "Succeed" } })];
    expect((await attempt(parallel(branches), { n: 1 })).output).toEqual([{ n: 1 }, { n: 1 }]);
    const Arguments = { m: "{% $states.input.n %}" };
    const trial = await attempt(parallel(branches, { Arguments }), { n: 1 });
    expect(trial.output).toEqual([{ m: 1 }, { m: 1 }]);
  });

  it("lets branches read variables and keep their own", async () => {
    const definition = machine({
      A: { Type: "Pass", Assign: { outer: 1 }, Next: "P" },
      P: {
        Type: "Parallel",
        Branches: [
          scope({
            B: pass(0, { Assign: { mine: "{% $outer + 1 %}" }, Next: "D" }),
            D: pass("{% $mine %}"),
          }),
          scope({ C: pass("{% $exists($mine) %}") }),
        ],
        Next: "Z",
      },
      Z: pass(["{% $states.input %}", "{% $exists($mine) %}", "{% $outer %}"]),
    });
    expect((await attempt(definition)).output).toEqual([[2, false], false, 1]);
  });

  it("assigns from its result", async () => {
    const definition = machine({
      P: {
        Type: "Parallel",
        Branches: [scope({ A: pass(5) })],
        Assign: { x: "{% $states.result[0] %}" },
        Output: "{% $count($states.result) %}",
        Next: "Z",
      },
      Z: pass(["{% $x %}", "{% $states.input %}"]),
    });
    expect((await attempt(definition)).output).toEqual([5, 1]);
  });

  it("fails with the error of the branch that fails, and cuts the others", async () => {
    const definition = parallel([
      scope({ W: { Type: "Wait", Seconds: 100, End: true } }),
      scope({ F: { Type: "Fail", Error: "E", Cause: "c" } }),
      scope({ A: pass(1) }),
    ]);
    const trial = await attempt(definition);
    expect(trial).toMatchObject({ status: "FAILED", error: "E", cause: "c" });
    expect(trial.simulation.now).toBe(0);
    expect(trial.types.slice(2)).toEqual([
      "ParallelStateStarted",
      "WaitStateEntered",
      "FailStateEntered",
      "WaitStateAborted",
      "ParallelStateFailed",
      "ExecutionFailed",
    ]);
  });

  it("lets nothing of a branch that was cut go on", async () => {
    const definition = machine({
      P: {
        Type: "Parallel",
        Branches: [
          scope({ T: call({}, { Next: "U" }), U: call({}) }),
          scope({ W: { Type: "Wait", Seconds: 5, Next: "F" }, F: { Type: "Fail", Error: "E" } }),
        ],
        Catch: [{ ErrorEquals: ["E"], Next: "Z" }],
        End: true,
      },
      Z: { Type: "Wait", Seconds: 60, End: true },
    });
    const { Simulation } = await import("../../../../infra/local/states/simulation.ts");
    let release = (_: { payload: string }) => {};
    let calls = 0;
    const invoke: Invoke = () => {
      calls += 1;
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    const simulation = new Simulation(definition, {}, { invoke });
    await simulation.deliver({ kind: "resume" });
    await simulation.wait(5_000);
    release({ payload: "1" });
    expect(await simulation.run()).toMatchObject({ status: "SUCCEEDED" });
    expect(calls).toBe(1);
    expect(simulation.events.map(({ type }) => type)).toContain("TaskStateAborted");
  });

  it("fails where its Arguments fail, before it starts", async () => {
    const trial = await attempt(parallel([scope({ A: pass(1) })], { Arguments: "{% $no %}" }));
    expect(trial.types.slice(2)).toEqual([
      "EvaluationFailed",
      "ParallelStateFailed",
      "ExecutionFailed",
    ]);
  });

  it("names the state inside a branch in the cause", async () => {
    const trial = await attempt(parallel([scope({ Inner: pass("{% $no %}") })]));
    expect(trial.cause).toBe(
      within(
        "Inner",
        4,
        "The JSONata expression '$no' specified for the field 'Output' returned nothing (undefined).",
      ),
    );
    expect(trial.types.slice(3)).toEqual([
      "PassStateEntered",
      "EvaluationFailed",
      "ParallelStateFailed",
      "ExecutionFailed",
    ]);
  });
});

/**
 * Recorded from AWS by localstack/localstack (tests/aws/services/stepfunctions/v2:
 * scenarios/test_base_scenarios, map_state_*), gabrielmoreira/tiny-asl-machine (Feature.MapJsonata)
 * and floci-io/floci. docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
 */
describe("A Map state", () => {
  const map = (fields: object, states: Readonly<Record<string, object>>) =>
    machine({ M: { Type: "Map", ItemProcessor: scope(states), End: true, ...fields } });
  const double = { D: pass("{% $states.input * 2 %}") };

  it("runs its processor for every item, in their order", async () => {
    expect((await attempt(map({}, double), [1, 2, 3])).output).toEqual([2, 4, 6]);
  });

  it.each([
    ["a literal", [3, "{% $states.input.n %}"], [6, 14]],
    ["an expression", "{% $states.input.list %}", [2, 4]],
  ])("takes its Items from %s", async (_, Items, expected) => {
    const trial = await attempt(map({ Items }, double), { n: 7, list: [1, 2] });
    expect(trial.output).toEqual(expected);
  });

  it("has an older name for its processor", async () => {
    const definition = machine({ M: { Type: "Map", Iterator: scope(double), End: true } });
    expect((await attempt(definition, [4])).output).toEqual([8]);
  });

  it("starts and ends an iteration at a time with MaxConcurrency 1", async () => {
    const trial = await attempt(map({ MaxConcurrency: 1 }, double), [1, 2]);
    expect(trial.links).toEqual([
      "1<0 ExecutionStarted",
      "2<0 MapStateEntered",
      "3<2 MapStateStarted",
      "4<3 MapIterationStarted",
      "5<4 PassStateEntered",
      "6<5 PassStateExited",
      "7<6 MapIterationSucceeded",
      "8<6 MapIterationStarted",
      "9<8 PassStateEntered",
      "10<9 PassStateExited",
      "11<10 MapIterationSucceeded",
      "12<11 MapStateSucceeded",
      "13<11 MapStateExited",
      "14<13 ExecutionSucceeded",
    ]);
    expect(trial.simulation.events[2]?.details).toEqual({ length: 2 });
    expect(trial.simulation.events[7]?.details).toEqual({ name: "M", index: 1 });
  });

  it.each([
    ["no MaxConcurrency", {}, 1_000],
    ["MaxConcurrency 0", { MaxConcurrency: 0 }, 1_000],
    ["MaxConcurrency 2", { MaxConcurrency: 2 }, 3_000],
    ["MaxConcurrency from an expression", { MaxConcurrency: "{% 5 %}" }, 1_000],
  ])("runs five iterations with %s", async (_, fields, elapsed) => {
    const definition = map(fields, { W: { Type: "Wait", Seconds: 1, End: true } });
    expect((await attempt(definition, [1, 2, 3, 4, 5])).simulation.now).toBe(elapsed);
  });

  it("runs at most 40 iterations at a time", async () => {
    const definition = map({ MaxConcurrency: 100 }, { W: { Type: "Wait", Seconds: 1, End: true } });
    const trial = await attempt(
      definition,
      Array.from({ length: 41 }, () => 0),
    );
    expect(trial.simulation.now).toBe(2_000);
  });

  it("gives an empty array for no items", async () => {
    const trial = await attempt(map({ Items: [] }, double));
    expect(trial.output).toEqual([]);
    expect(trial.links.slice(1)).toEqual([
      "2<0 MapStateEntered",
      "3<2 MapStateStarted",
      "4<3 MapStateSucceeded",
      "5<3 MapStateExited",
      "6<5 ExecutionSucceeded",
    ]);
  });

  it("selects what each iteration gets", async () => {
    const ItemSelector = {
      index: "{% $states.context.Map.Item.Index %}",
      value: "{% $states.context.Map.Item.Value %}",
      input: "{% $states.input.tag %}",
    };
    const definition = map({ Items: ["a", "b"], ItemSelector }, { S: { Type: "Succeed" } });
    expect((await attempt(definition, { tag: "t" })).output).toEqual([
      { index: 0, value: "a", input: "t" },
      { index: 1, value: "b", input: "t" },
    ]);
  });

  it("tells the states inside which item they work on", async () => {
    const definition = map({}, { S: pass("{% $states.context.Map.Item %}") });
    expect((await attempt(definition, ["a"])).output).toEqual([{ Index: 0, Value: "a" }]);
  });

  it("tells a state inside two Maps of the inner item", async () => {
    const inner = {
      Type: "Map",
      ItemProcessor: scope({ S: pass("{% $states.context.Map.Item %}") }),
      End: true,
    };
    const trial = await attempt(map({}, { N: inner }), [["x"], ["y", "z"]]);
    expect(trial.output).toEqual([
      [{ Index: 0, Value: "x" }],
      [
        { Index: 0, Value: "y" },
        { Index: 1, Value: "z" },
      ],
    ]);
  });

  it.each([
    ["{% 'text' %}", "'text'", "string", '"text"'],
    ["{% {'a': 1} %}", "{'a': 1}", "object", '{"a":1}'],
  ])("insists that the Items %s be an array", async (Items, source, type, value) => {
    expect((await attempt(map({ Items }, double))).cause).toBe(
      within(
        "M",
        2,
        `The JSONata expression '${source}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${type}' for value: ${value}`,
      ),
    );
  });

  it("insists that an input without Items be an array", async () => {
    const trial = await attempt(map({}, double), { n: 1 });
    const cause = within("M", 2, 'Map state input must be an array but was: {"n":1}');
    expect(trial).toMatchObject({ error: "States.QueryEvaluationError", cause });
    expect(trial.types.slice(2)).toEqual(["EvaluationFailed", "MapStateFailed", "ExecutionFailed"]);
    expect(trial.simulation.events[2]?.details).toEqual({
      cause,
      error: "States.QueryEvaluationError",
      state: "M",
    });
  });

  it.each([
    ["MaxConcurrency", -1, "MaxConcurrency cannot be negative."],
    ["MaxConcurrency", 1.5, "The MaxConcurrency field cannot be parsed as an integer: 1.5"],
    ["ToleratedFailureCount", -1, "ToleratedFailureCount cannot be negative."],
    ["ToleratedFailurePercentage", 101, "ToleratedFailurePercentage must be between 0 and 100."],
    ["ToleratedFailurePercentage", -1, "ToleratedFailurePercentage must be between 0 and 100."],
  ])("refuses %s of %s", async (field, value, reason) => {
    expect((await attempt(map({ [field]: `{% ${value} %}` }, double), [1])).cause).toBe(
      within("M", 2, reason),
    );
  });

  it("fails with the error of the iteration that fails, and cuts the others", async () => {
    const definition = map(
      {},
      {
        C: {
          Type: "Choice",
          Choices: [{ Condition: "{% $states.input = 2 %}", Next: "F" }],
          Default: "W",
        },
        W: { Type: "Wait", Seconds: 100, End: true },
        F: { Type: "Fail", Error: "E", Cause: "c" },
      },
    );
    const trial = await attempt(definition, [1, 2]);
    expect(trial).toMatchObject({ status: "FAILED", error: "E", cause: "c" });
    expect(trial.types.slice(-5)).toEqual([
      "MapIterationAborted",
      "WaitStateAborted",
      "MapIterationFailed",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
  });

  it("is caught", async () => {
    const definition = machine({
      M: {
        Type: "Map",
        ItemProcessor: scope({ T: call("{% $states.input %}") }),
        Catch: [
          { ErrorEquals: ["Boom"], Assign: { e: "{% $states.errorOutput.Error %}" }, Next: "Z" },
        ],
        End: true,
      },
      Z: pass("{% $e %}"),
    });
    const trial = await attempt(definition, [1, 2], { invoke: async () => thrown("Boom") });
    expect(trial.output).toBe("Boom");
  });

  const odd = {
    C: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input % 2 = 1 %}", Next: "F" }],
      Default: "S",
    },
    F: { Type: "Fail", Error: "Odd", Cause: "c" },
    S: { Type: "Succeed" },
  };

  it.each([
    ["ToleratedFailureCount 2", { ToleratedFailureCount: 2 }],
    ["ToleratedFailurePercentage 50", { ToleratedFailurePercentage: 50 }],
    ["an expression", { ToleratedFailureCount: "{% 2 %}", ToleratedFailurePercentage: 100 }],
  ])("bears two failures of four with %s", async (_, fields) => {
    const failed = { Status: "FAILED", Error: "Odd", Cause: "c" };
    expect((await attempt(map(fields, odd), [1, 2, 3, 4])).output).toEqual([failed, 2, failed, 4]);
  });

  it.each([
    ["ToleratedFailureCount 1", { ToleratedFailureCount: 1 }],
    ["ToleratedFailurePercentage 49", { ToleratedFailurePercentage: 49 }],
    ["the smaller of both", { ToleratedFailureCount: 4, ToleratedFailurePercentage: 25 }],
    [
      "the smaller of both the other way",
      { ToleratedFailureCount: 1, ToleratedFailurePercentage: 100 },
    ],
  ])("fails with two failures of four and %s", async (_, fields) => {
    expect(await attempt(map(fields, odd), [1, 2, 3, 4])).toMatchObject({
      status: "FAILED",
      error: "States.ExceedToleratedFailureThreshold",
      cause: "The specified tolerated failure threshold was exceeded",
    });
  });

  it("runs tasks side by side", async () => {
    const definition = map(
      { ItemSelector: { n: "{% $states.context.Map.Item.Value %}" } },
      {
        T: call("{% $states.input.n + 1 %}", { Output: "{% $states.result.Payload %}", End: true }),
      },
    );
    expect((await attempt(definition, [1, 2, 3], { invoke: echo })).output).toEqual([2, 3, 4]);
  });
});

describe("An execution that is read back from its stored form after every message", () => {
  it("takes the same course", async () => {
    const definition = machine({
      A: { Type: "Pass", Assign: { k: 3 }, Next: "P" },
      P: {
        Type: "Parallel",
        Branches: [
          scope({
            T: call("{% $k %}", {
              Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 2 }],
              Output: "{% $states.result.Payload %}",
              End: true,
            }),
          }),
          scope({
            M: {
              Type: "Map",
              Items: "{% [1..$k] %}",
              MaxConcurrency: 2,
              ItemProcessor: scope({
                W: { Type: "Wait", Seconds: "{% $states.input %}", End: true },
              }),
              End: true,
            },
          }),
        ],
        Next: "Z",
      },
      Z: { Type: "Succeed" },
    });
    const outcomes = [];
    for (const reloads of [false, true]) {
      let calls = 0;
      const invoke: Invoke = async (_, payload) => {
        calls += 1;
        return calls === 1 ? thrown("E") : { payload };
      };
      const trial = await attempt(definition, {}, { invoke, reloads });
      outcomes.push({ events: trial.simulation.events, output: trial.output });
    }
    expect(outcomes[0]?.output).toEqual([3, [1, 2, 3]]);
    expect(outcomes[1]).toEqual(outcomes[0]);
  });
});
