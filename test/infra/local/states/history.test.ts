import { describe, expect, it } from "vitest";
import type { Invoke } from "../../../../infra/local/states/lambda.ts";
import { Simulation } from "../../../../infra/local/states/simulation.ts";
import { attempt, CALLBACK, call, INVOKE, machine, scope, type Trial, thrown } from "./trial.ts";

const echo: Invoke = async (_, payload) => ({ payload });
const lambda = { resource: "invoke", resourceType: "lambda" };
const truncated = { truncated: false };
const entered = (name: string, input: unknown) => ({
  name,
  input: JSON.stringify(input),
  inputDetails: truncated,
});
const exited = (name: string, output: unknown) => ({
  name,
  output: JSON.stringify(output),
  outputDetails: truncated,
});

/** Every event after the first as `[id, previousEventId, type, details]`. */
function told({ simulation }: Trial): unknown[] {
  return simulation.events
    .slice(1)
    .map(({ id, previousEventId, type, details }) => [id, previousEventId, type, details]);
}

/** `id<previousEventId type` of the events from a type on. */
function from(type: string, { links }: Trial): string[] {
  return links.slice(links.findIndex((link) => link.endsWith(` ${type}`)));
}

/**
 * Recorded from AWS by localstack/localstack (tests/aws/services/stepfunctions/v2: evaluate_jsonata
 * test_base_map and test_base_task, timeouts/test_timeouts, callback/test_callback) and measured by
 * floci-io/floci (AslExecutorParallelCutTest, AslExecutorBranchHistoryEventsTest,
 * StepFunctionsTimeoutSecondsIntegrationTest).
 */
describe("The history tells", () => {
  const inside = { P: { Type: "Pass", End: true } };
  const map = (fields: object, states: Readonly<Record<string, object>> = inside) =>
    machine({ M: { Type: "Map", ItemProcessor: scope(states), End: true, ...fields } });

  it("of the start with its input and its role", async () => {
    const trial = await attempt(machine({ S: { Type: "Succeed" } }), { a: 1 });
    expect(trial.simulation.events[0]).toEqual({
      id: 1,
      previousEventId: 0,
      timestamp: 0,
      type: "ExecutionStarted",
      details: {
        input: '{"a":1}',
        inputDetails: truncated,
        roleArn: "arn:aws:iam::000000000000:role/simulation",
      },
    });
  });

  it("of the iterations of a Map that run one after another", async () => {
    const trial = await attempt(map({ MaxConcurrency: 1 }), [1, 2]);
    expect(told(trial)).toEqual([
      [2, 0, "MapStateEntered", entered("M", [1, 2])],
      [3, 2, "MapStateStarted", { length: 2 }],
      [4, 3, "MapIterationStarted", { name: "M", index: 0 }],
      [5, 4, "PassStateEntered", entered("P", 1)],
      [6, 5, "PassStateExited", exited("P", 1)],
      [7, 6, "MapIterationSucceeded", { name: "M", index: 0 }],
      [8, 6, "MapIterationStarted", { name: "M", index: 1 }],
      [9, 8, "PassStateEntered", entered("P", 2)],
      [10, 9, "PassStateExited", exited("P", 2)],
      [11, 10, "MapIterationSucceeded", { name: "M", index: 1 }],
      [12, 11, "MapStateSucceeded", undefined],
      [13, 11, "MapStateExited", exited("M", [1, 2])],
      [14, 13, "ExecutionSucceeded", { output: "[1,2]", outputDetails: truncated }],
    ]);
  });

  it("of the iterations of a Map that run side by side", async () => {
    const trial = await attempt(map({}), [1, 2]);
    expect(trial.links.slice(2, 9)).toEqual([
      "3<2 MapStateStarted",
      "4<3 MapIterationStarted",
      "5<3 MapIterationStarted",
      "6<4 PassStateEntered",
      "7<6 PassStateExited",
      "8<7 MapIterationSucceeded",
      "9<5 PassStateEntered",
    ]);
  });

  it("of a Task's limits where it has them", async () => {
    const limits = { TimeoutSeconds: 9, HeartbeatSeconds: 5, End: true };
    const trial = await attempt(machine({ T: call({}, limits) }), {}, { invoke: echo });
    expect(trial.simulation.events[2]?.details).toEqual({
      parameters: '{"FunctionName":"f","Payload":{}}',
      region: "us-east-1",
      ...lambda,
      timeoutInSeconds: 9,
      heartbeatInSeconds: 5,
    });
  });

  it("of a Task without limits, whose function fails", async () => {
    const invoke = async () => thrown("E", "no");
    const trial = await attempt(machine({ T: call({}) }), {}, { invoke });
    const failure = { error: "E", cause: '{"errorType":"E","errorMessage":"no"}' };
    expect(told(trial)).toEqual([
      [2, 0, "TaskStateEntered", entered("T", {})],
      [
        3,
        2,
        "TaskScheduled",
        { parameters: '{"FunctionName":"f","Payload":{}}', region: "us-east-1", ...lambda },
      ],
      [4, 3, "TaskStarted", lambda],
      [5, 4, "TaskFailed", { ...failure, ...lambda }],
      [6, 5, "ExecutionFailed", failure],
    ]);
  });

  it("of the family of a function's own ARN, which knows no heartbeat", async () => {
    const Resource = "arn:aws:lambda:us-east-1:000000000000:function:f";
    const T = { Type: "Task", Resource, HeartbeatSeconds: 5, End: true };
    const trial = await attempt(machine({ T }), { a: 1 }, { invoke: echo });
    expect(told(trial).slice(1, 4)).toEqual([
      [
        3,
        2,
        "LambdaFunctionScheduled",
        { input: '{"a":1}', inputDetails: truncated, resource: Resource },
      ],
      [4, 3, "LambdaFunctionStarted", undefined],
      [5, 4, "LambdaFunctionSucceeded", { output: '{"a":1}', outputDetails: truncated }],
    ]);
  });

  it("of what the holder of a token sends", async () => {
    const asking = {
      T: { Type: "Task", Resource: CALLBACK, Arguments: { FunctionName: "f" }, End: true },
    };
    const succeeding = await attempt(machine(asking), {}, { invoke: echo });
    await succeeding.simulation.succeed("0.1", { a: [1] });
    const waiting = { resource: "invoke.waitForTaskToken", resourceType: "lambda" };
    expect(succeeding.simulation.events[5]).toMatchObject({
      type: "TaskSucceeded",
      details: { output: '{"a":[1]}', outputDetails: truncated, ...waiting },
    });
    const failing = await attempt(machine(asking), {}, { invoke: echo });
    await failing.simulation.deliver({ kind: "failure", thread: 0, token: "0.1" });
    expect(failing.simulation.events.slice(5).map(({ details }) => details)).toEqual([waiting, {}]);
  });

  it("of a time limit that ran out, with the error alone", async () => {
    const W = { Type: "Wait", Seconds: 3, End: true };
    const trial = await attempt(machine({ W }, { TimeoutSeconds: 1 }));
    expect(told(trial).slice(1)).toEqual([
      [3, 0, "ExecutionTimedOut", { error: "States.Timeout" }],
    ]);
  });

  it.each([
    [{}, {}],
    [
      { error: "E", cause: "c" },
      { error: "E", cause: "c" },
    ],
  ])("of a stop with %j", async (given, details) => {
    const simulation = new Simulation(machine({ W: { Type: "Wait", Seconds: 3, End: true } }));
    await simulation.deliver({ kind: "resume" });
    await simulation.deliver({ kind: "stop", ...given });
    expect(simulation.events.slice(2)).toEqual([
      { id: 3, previousEventId: 0, timestamp: 0, type: "ExecutionAborted", details },
    ]);
    expect(await simulation.run()).toEqual({ status: "ABORTED", ...given });
    await simulation.deliver({ kind: "stop" });
    await simulation.wait(3_000);
    expect(simulation.events).toHaveLength(3);
  });

  /** Iterations that fail after a second where their item is "fail", and else do something long. */
  const failingBeside = (Long: object) => ({
    Kind: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input = 'fail' %}", Next: "Pause" }],
      Default: "Long",
    },
    Pause: { Type: "Wait", Seconds: 1, Next: "Boom" },
    Boom: { Type: "Fail", Error: "Boom", Cause: "c" },
    Long,
  });
  const waiting = failingBeside({ Type: "Wait", Seconds: 20, End: true });

  it("which iterations were cut, beside the one that failed", async () => {
    const trial = await attempt(map({}, waiting), ["wait", "fail"]);
    expect(from("FailStateEntered", trial)).toEqual([
      "13<12 FailStateEntered",
      "14<13 MapIterationAborted",
      "15<13 WaitStateAborted",
      "16<13 MapIterationFailed",
      "17<13 MapStateFailed",
      "18<17 ExecutionFailed",
    ]);
    const details = trial.simulation.events.slice(13, 17).map((event) => event.details);
    expect(details).toEqual([
      { name: "M", index: 0 },
      undefined,
      { name: "M", index: 1 },
      undefined,
    ]);
  });

  it("nothing of an iteration or a branch that had ended before another failed", async () => {
    const ending = failingBeside({ Type: "Pass", End: true });
    const trial = await attempt(map({}, ending), ["done", "fail"]);
    expect(from("FailStateEntered", trial).map((link) => link.split(" ")[1])).toEqual([
      "FailStateEntered",
      "MapIterationFailed",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
    const P = {
      Type: "Parallel",
      Branches: [
        scope({ A: { Type: "Pass", End: true } }),
        scope({
          B: { Type: "Wait", Seconds: 1, Next: "F" },
          F: { Type: "Fail", Error: "E" },
        }),
      ],
      End: true,
    };
    expect((await attempt(machine({ P }))).types.slice(-3)).toEqual([
      "FailStateEntered",
      "ParallelStateFailed",
      "ExecutionFailed",
    ]);
  });

  it("of states cut inside a cut iteration, and of the iteration once", async () => {
    const nested = failingBeside({
      Type: "Parallel",
      Branches: [scope({ Deep: { Type: "Wait", Seconds: 20, End: true } })],
      End: true,
    });
    const trial = await attempt(map({}, nested), ["wait", "fail"]);
    expect(from("FailStateEntered", trial).map((link) => link.split(" ")[1])).toEqual([
      "FailStateEntered",
      "WaitStateAborted",
      "MapIterationAborted",
      "ParallelStateAborted",
      "MapIterationFailed",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
  });

  it("of an iteration that a Map bears, and of it no more when another fails", async () => {
    const trial = await attempt(map({ ToleratedFailureCount: 1, MaxConcurrency: 1 }, waiting), [
      "fail",
      "fail",
    ]);
    expect(trial.types.filter((type) => /Failed|Aborted/.test(type))).toEqual([
      "MapIterationFailed",
      "MapIterationFailed",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
    const failed = trial.simulation.events.filter(({ type }) => type === "MapIterationFailed");
    expect(failed.map(({ details }) => details)).toEqual([
      { name: "M", index: 0 },
      { name: "M", index: 1 },
    ]);
  });

  it("of a task that failed in a branch, as aborted beside it", async () => {
    const P = { Type: "Parallel", Branches: [scope({ T: call({}) })], End: true };
    const invoke = async () => thrown("E");
    expect(from("TaskFailed", await attempt(machine({ P }), {}, { invoke }))).toEqual([
      "7<6 TaskFailed",
      "8<7 TaskStateAborted",
      "9<7 ParallelStateFailed",
      "10<9 ExecutionFailed",
    ]);
  });

  it("of a Parallel whose Catch fails itself, that it failed before it and after it", async () => {
    const P = {
      Type: "Parallel",
      Branches: [scope({ Boom: { Type: "Fail", Error: "MyError", Cause: "my cause" } })],
      Catch: [
        { ErrorEquals: ["Other"], Next: "Done" },
        { ErrorEquals: ["States.ALL"], Output: { v: "{% $states.input.missing %}" }, Next: "Done" },
      ],
      End: true,
    };
    const trial = await attempt(machine({ P, Done: { Type: "Pass", End: true } }), { x: "a" });
    expect(from("FailStateEntered", trial)).toEqual([
      "4<3 FailStateEntered",
      "5<4 ParallelStateFailed",
      "6<4 EvaluationFailed",
      "7<6 ParallelStateFailed",
      "8<7 ExecutionFailed",
    ]);
  });

  it("of a Map whose Catch fails itself the same", async () => {
    const M = {
      Type: "Map",
      Items: [1],
      ItemProcessor: scope({ F: { Type: "Fail", Error: "E" } }),
      Catch: [{ ErrorEquals: ["E"], Output: "{% $no %}", Next: "Z" }],
      End: true,
    };
    const trial = await attempt(machine({ M, Z: { Type: "Succeed" } }));
    expect(trial.error).toBe("States.QueryEvaluationError");
    expect(from("MapIterationFailed", trial)).toEqual([
      "6<5 MapIterationFailed",
      "7<5 MapStateFailed",
      "8<5 EvaluationFailed",
      "9<8 MapStateFailed",
      "10<9 ExecutionFailed",
    ]);
  });

  it("one timeout of two tasks that run out at once, where the first ends all", async () => {
    const T = { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "f" }, End: true };
    const definition = machine({
      P: {
        Type: "Parallel",
        Branches: [
          scope({ A: { ...T, TimeoutSeconds: 5 } }),
          scope({ B: { ...T, TimeoutSeconds: 5 } }),
        ],
        End: true,
      },
    });
    const invoke = () => new Promise<never>(() => {});
    const simulation = new Simulation(definition, {}, { invoke });
    await simulation.deliver({ kind: "resume" });
    await simulation.wait(5_000);
    expect(simulation.events.slice(9).map(({ type }) => type)).toEqual([
      "TaskTimedOut",
      "TaskStateAborted",
      "TaskStateAborted",
      "ParallelStateFailed",
      "ExecutionFailed",
    ]);
  });

  const selecting = {
    ItemSelector: { v: "{% $states.context.Map.Item.Value.v %}" },
    MaxConcurrency: 2,
  };
  const Long = { Type: "Wait", Seconds: 20, End: true };

  it("which iterations a failing ItemSelector cut, and of none that failed", async () => {
    const trial = await attempt(map({ ...selecting }, { Long }), [{ v: 1 }, {}]);
    expect(trial.error).toBe("States.QueryEvaluationError");
    expect(trial.types.slice(3)).toEqual([
      "MapIterationStarted",
      "EvaluationFailed",
      "MapIterationAborted",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
    expect(trial.simulation.events[4]?.details).toMatchObject({ location: "ItemSelector/v" });
  });

  it("nothing more of the iterations of a Map that was left by its Catch", async () => {
    const definition = machine({
      M: {
        Type: "Map",
        ItemProcessor: scope({ W: { Type: "Wait", Seconds: 1, End: true } }),
        ...selecting,
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Z" }],
        End: true,
      },
      Z: { ...Long, Output: "caught" },
    });
    const trial = await attempt(definition, [{ v: 1 }, {}]);
    expect(trial).toMatchObject({ status: "SUCCEEDED", output: "caught" });
    expect(trial.types).not.toContain("MapIterationSucceeded");
  });
});
