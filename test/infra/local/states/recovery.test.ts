import { describe, expect, it } from "vitest";
import type { Invoke } from "../../../../infra/local/states/lambda.ts";
import { attempt, call, machine, scope, thrown, within } from "./trial.ts";

/** Throws these errors one after the other, and then answers with its payload. */
function failing(...errors: string[]): Invoke {
  const left = [...errors];
  return async (_, payload) => {
    const error = left.shift();
    return error === undefined ? { payload } : thrown(error);
  };
}

const task = (rest: object, payload: unknown = {}) =>
  machine({
    T: call(payload as never, { Output: "{% $states.result.Payload %}", End: true, ...rest }),
  });

/** docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error */
describe("Retry", () => {
  it.each([
    ["waits 1, 2 and 4 seconds by default", {}, ["E", "E", "E"], 7_000],
    ["waits IntervalSeconds, twice as long each time", { IntervalSeconds: 3 }, ["E", "E"], 9_000],
    ["grows by its BackoffRate", { IntervalSeconds: 2, BackoffRate: 1.5 }, ["E", "E", "E"], 9_500],
    [
      "waits at most MaxDelaySeconds",
      { IntervalSeconds: 10, MaxDelaySeconds: 15, MaxAttempts: 3 },
      ["E", "E", "E"],
      40_000,
    ],
    [
      "goes on for MaxAttempts",
      { BackoffRate: 1, MaxAttempts: 5 },
      ["E", "E", "E", "E", "E"],
      5_000,
    ],
    [
      "makes delays of a share with FULL jitter",
      { IntervalSeconds: 10, JitterStrategy: "FULL" },
      ["E"],
      2_500,
    ],
    [
      "keeps delays whole with no jitter",
      { IntervalSeconds: 10, JitterStrategy: "NONE" },
      ["E"],
      10_000,
    ],
  ])("%s", async (_, retrier, errors, elapsed) => {
    const definition = task({ Retry: [{ ErrorEquals: ["E"], ...retrier }] });
    const trial = await attempt(definition, {}, { invoke: failing(...errors), random: () => 0.25 });
    expect(trial.status).toBe("SUCCEEDED");
    expect(trial.simulation.now).toBe(elapsed);
  });

  it("gives up after three attempts by default", async () => {
    const definition = task({ Retry: [{ ErrorEquals: ["E"] }] });
    const trial = await attempt(definition, {}, { invoke: failing("E", "E", "E", "E") });
    expect(trial.error).toBe("E");
    expect(trial.types.filter((type) => type === "TaskFailed")).toHaveLength(4);
  });

  it("never retries with MaxAttempts 0", async () => {
    const definition = task({ Retry: [{ ErrorEquals: ["E"], MaxAttempts: 0 }] });
    expect((await attempt(definition, {}, { invoke: failing("E") })).status).toBe("FAILED");
  });

  it("counts for each retrier by itself", async () => {
    const Retry = [
      { ErrorEquals: ["A", "B"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 },
      { ErrorEquals: ["C"], IntervalSeconds: 5 },
    ];
    const invoke = failing("A", "B", "C", "B");
    const trial = await attempt(task({ Retry }), {}, { invoke });
    expect(trial.error).toBe("B");
    expect(trial.simulation.now).toBe(8_000);
  });

  it("does not pass an exhausted retrier's error to a later one", async () => {
    const Retry = [{ ErrorEquals: ["E"], MaxAttempts: 1 }, { ErrorEquals: ["States.ALL"] }];
    expect((await attempt(task({ Retry }), {}, { invoke: failing("E", "E") })).error).toBe("E");
  });

  it("starts counting afresh when the state is entered again", async () => {
    const definition = machine({
      T: call(
        {},
        {
          Retry: [{ ErrorEquals: ["E"], MaxAttempts: 1 }],
          Assign: { n: "{% $exists($n) ? $n + 1 : 1 %}" },
          Next: "C",
        },
      ),
      C: { Type: "Choice", Choices: [{ Condition: "{% $n < 2 %}", Next: "T" }], Default: "S" },
      S: { Type: "Succeed" },
    });
    let calls = 0;
    const invoke: Invoke = async () => {
      calls += 1;
      return calls % 2 === 1 ? thrown("E") : { payload: "1" };
    };
    expect((await attempt(definition, {}, { invoke })).status).toBe("SUCCEEDED");
    expect(calls).toBe(4);
  });

  it("schedules the task again without entering the state again", async () => {
    const trial = await attempt(
      task({ Retry: [{ ErrorEquals: ["E"] }] }),
      {},
      { invoke: failing("E") },
    );
    expect(trial.links.slice(1)).toEqual([
      "2<0 TaskStateEntered",
      "3<2 TaskScheduled",
      "4<3 TaskStarted",
      "5<4 TaskFailed",
      "6<5 TaskScheduled",
      "7<6 TaskStarted",
      "8<7 TaskSucceeded",
      "9<8 TaskStateExited",
      "10<9 ExecutionSucceeded",
    ]);
  });

  it("tells a Task how often it has been retried", async () => {
    const Retry = [{ ErrorEquals: ["A"] }, { ErrorEquals: ["B"] }];
    const definition = task({ Retry }, "{% $states.context.State.RetryCount %}");
    expect((await attempt(definition, {}, { invoke: failing("A", "B", "A") })).output).toBe(3);
  });

  it("evaluates the arguments afresh", async () => {
    const Retry = [{ ErrorEquals: ["States.QueryEvaluationError"] }];
    const payload = "{% $states.context.State.RetryCount < 2 ? $error('not yet') : 'now' %}";
    const trial = await attempt(task({ Retry }, payload), {}, { invoke: failing() });
    expect(trial.output).toBe("now");
  });

  it("runs a Parallel state again", async () => {
    const definition = machine({
      P: {
        Type: "Parallel",
        Branches: [scope({ T: call({}) })],
        Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 4 }],
        Output: "done",
        End: true,
      },
    });
    const trial = await attempt(definition, {}, { invoke: failing("E") });
    expect(trial).toMatchObject({ output: "done" });
    expect(trial.simulation.now).toBe(4_000);
    expect(trial.types).toEqual([
      "ExecutionStarted",
      "ParallelStateEntered",
      "ParallelStateStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskFailed",
      "TaskStateAborted",
      "ParallelStateStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
      "ParallelStateSucceeded",
      "ParallelStateExited",
      "ExecutionSucceeded",
    ]);
  });
});

/** docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states */
describe("Catch", () => {
  const caught = (names: string[][], rest: object = {}) =>
    machine({
      T: call(
        {},
        {
          Catch: names.map((ErrorEquals, at) => ({ ErrorEquals, Next: `C${at}`, ...rest })),
          Next: "S",
        },
      ),
      S: { Type: "Pass", Output: "not caught", End: true },
      ...Object.fromEntries(
        names.map((_, at) => [`C${at}`, { Type: "Pass", Output: at, End: true }]),
      ),
    });

  it.each([
    ["the first that names the error", [["X"], ["E"], ["E"]], 1],
    ["States.ALL", [["X"], ["States.ALL"]], 1],
    ["States.TaskFailed", [["X"], ["States.TaskFailed"]], 1],
    ["one of several names", [["X", "E"]], 0],
  ])("goes to %s", async (_, names, chosen) => {
    expect((await attempt(caught(names), {}, { invoke: failing("E") })).output).toBe(chosen);
  });

  it.each([["e"], ["E."], ["States.Timeout"], ["States.Runtime"], ["States.HeartbeatTimeout"]])(
    "does not take %s for E",
    async (name) => {
      const trial = await attempt(caught([[name]]), {}, { invoke: failing("E") });
      expect(trial.error).toBe("E");
    },
  );

  it("comes after the retries", async () => {
    const definition = machine({
      T: call(
        {},
        {
          Retry: [{ ErrorEquals: ["E"], MaxAttempts: 2, BackoffRate: 1 }],
          Catch: [{ ErrorEquals: ["E"], Next: "S" }],
          End: true,
        },
      ),
      S: { Type: "Succeed" },
    });
    const trial = await attempt(definition, {}, { invoke: failing("E", "E", "E") });
    expect(trial.simulation.now).toBe(2_000);
    expect(trial.output).toMatchObject({ Error: "E" });
  });

  it("gives the error and its cause on", async () => {
    const definition = machine({
      T: call({}, { Catch: [{ ErrorEquals: ["E"], Next: "S" }], End: true }),
      S: { Type: "Succeed" },
    });
    const trial = await attempt(definition, {}, { invoke: failing("E") });
    expect(trial.output).toEqual({ Error: "E", Cause: thrown("E").payload });
    expect(trial.types.slice(4, 7)).toEqual([
      "TaskFailed",
      "TaskStateExited",
      "SucceedStateEntered",
    ]);
  });

  it("has an Output and an Assign of its own, in place of the state's", async () => {
    const definition = machine({
      T: call(
        {},
        {
          Assign: { x: "state" },
          Output: "state",
          Catch: [
            {
              ErrorEquals: ["E"],
              Assign: { y: "{% $states.errorOutput.Error %}" },
              Output: { e: "{% $states.errorOutput %}", i: "{% $states.input %}" },
              Next: "S",
            },
          ],
          End: true,
        },
      ),
      S: {
        Type: "Pass",
        Output: ["{% $exists($x) %}", "{% $y %}", "{% $states.input %}"],
        End: true,
      },
    });
    const trial = await attempt(definition, { n: 1 }, { invoke: failing("E") });
    expect(trial.output).toEqual([
      false,
      "E",
      { e: { Error: "E", Cause: thrown("E").payload }, i: { n: 1 } },
    ]);
  });

  it("does not catch what fails in its own fields", async () => {
    const definition = machine({
      T: call(
        {},
        {
          Catch: [
            { ErrorEquals: ["E"], Output: "{% $no %}", Next: "S" },
            { ErrorEquals: ["States.ALL"], Next: "S" },
          ],
          End: true,
        },
      ),
      S: { Type: "Succeed" },
    });
    const trial = await attempt(definition, {}, { invoke: failing("E") });
    expect(trial).toMatchObject({
      error: "States.QueryEvaluationError",
      cause: within(
        "T",
        2,
        "The JSONata expression '$no' specified for the field 'Catch[0]/Output' returned nothing (undefined).",
      ),
    });
  });

  it.each([
    [
      "Arguments",
      call("{% $no %}", {
        Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "S" }],
        End: true,
      }),
    ],
    [
      "Output",
      call(
        {},
        { Output: "{% $no %}", Catch: [{ ErrorEquals: ["States.ALL"], Next: "S" }], End: true },
      ),
    ],
    [
      "Assign",
      call(
        {},
        {
          Assign: { a: "{% $no %}" },
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "S" }],
          End: true,
        },
      ),
    ],
  ])("catches what fails in the state's %s", async (field, state) => {
    const trial = await attempt(
      machine({ T: state, S: { Type: "Succeed" } }),
      {},
      { invoke: failing() },
    );
    expect(trial.output).toMatchObject({ Error: "States.QueryEvaluationError" });
    expect(JSON.stringify(trial.output)).toContain(`specified for the field '${field}`);
  });

  it("takes an evaluation that fails for States.TaskFailed, which stands for all but a timeout", async () => {
    const Catch = [{ ErrorEquals: ["States.TaskFailed"], Next: "S" }];
    const definition = machine({
      T: call("{% $no %}", { Catch, End: true }),
      S: { Type: "Succeed" },
    });
    expect((await attempt(definition)).output).toMatchObject({
      Error: "States.QueryEvaluationError",
    });
  });

  it.each(["States.ALL", "States.TaskFailed", "States.DataLimitExceeded"])(
    "catches a result that is too large by %s",
    async (name) => {
      const Catch = [{ ErrorEquals: [name], Next: "S" }];
      const definition = machine({ T: call({}, { Catch, End: true }), S: { Type: "Succeed" } });
      const invoke = async () => ({ payload: JSON.stringify("a".repeat(262_144)) });
      expect((await attempt(definition, {}, { invoke })).output).toMatchObject({
        Error: "States.DataLimitExceeded",
      });
    },
  );

  it.each(["States.ALL", "States.TaskFailed", "States.Runtime"])(
    "does not catch States.Runtime by %s",
    async (name) => {
      const definition = machine({
        P: {
          Type: "Parallel",
          Branches: [
            scope({
              C: { Type: "Choice", Choices: [{ Condition: false, Next: "S" }] },
              S: { Type: "Succeed" },
            }),
          ],
          Catch: [{ ErrorEquals: [name], Next: "Z" }],
          Retry: [{ ErrorEquals: [name] }],
          End: true,
        },
        Z: { Type: "Succeed" },
      });
      const trial = await attempt(definition);
      expect(trial).toMatchObject({ status: "FAILED", error: "States.Runtime" });
      expect(trial.types.slice(2)).toEqual([
        "ParallelStateStarted",
        "ChoiceStateEntered",
        "ExecutionFailed",
      ]);
    },
  );
});
