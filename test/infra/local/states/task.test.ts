import { describe, expect, it } from "vitest";
import { StaleToken } from "../../../../infra/local/states/interpreter.ts";
import type { Invoke } from "../../../../infra/local/states/lambda.ts";
import { attempt, CALLBACK, call, INVOKE, machine, scope, thrown, within } from "./trial.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:function:f";
const echo: Invoke = async (_, payload) => ({ payload });
const answer =
  (payload: string, functionError?: string): Invoke =>
  async () => ({ payload, functionError });

/**
 * docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html; recorded from AWS by
 * localstack/localstack (tests/aws/services/stepfunctions/v2: services/test_lambda_task_service,
 * error_handling/test_task_service_lambda, error_handling/test_states_errors).
 */
describe("A Task with lambda:invoke", () => {
  it("gives the whole response of Lambda", async () => {
    const trial = await attempt(machine({ T: call({ a: 1 }) }), {}, { invoke: echo });
    const common = {
      Connection: "keep-alive",
      "Content-Length": "7",
      "Content-Type": "application/json",
      Date: "Thu, 01 Jan 1970 00:00:00 GMT",
      "X-Amz-Executed-Version": "$LATEST",
      "x-amzn-Remapped-Content-Length": "0",
      "x-amzn-RequestId": "0.1",
      "X-Amzn-Trace-Id": "Root=1-0-0.1;Sampled=0",
    };
    expect(trial.output).toEqual({
      ExecutedVersion: "$LATEST",
      Payload: { a: 1 },
      SdkHttpMetadata: {
        AllHttpHeaders: Object.fromEntries(Object.entries(common).map(([k, v]) => [k, [v]])),
        HttpHeaders: common,
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: "0.1" },
      StatusCode: 200,
    });
  });

  it("is scheduled, started and succeeds", async () => {
    const trial = await attempt(machine({ T: call([1]) }), {}, { invoke: echo });
    expect(trial.links).toEqual([
      "1<0 ExecutionStarted",
      "2<0 TaskStateEntered",
      "3<2 TaskScheduled",
      "4<3 TaskStarted",
      "5<4 TaskSucceeded",
      "6<5 TaskStateExited",
      "7<6 ExecutionSucceeded",
    ]);
    expect(trial.simulation.events.slice(2, 5).map(({ details }) => details)).toEqual([
      {
        parameters: '{"FunctionName":"f","Payload":[1]}',
        region: "us-east-1",
        resource: "invoke",
        resourceType: "lambda",
      },
      { resource: "invoke", resourceType: "lambda" },
      {
        output: JSON.stringify(trial.output),
        outputDetails: { truncated: false },
        resource: "invoke",
        resourceType: "lambda",
      },
    ]);
  });

  it.each([
    ["an object", { a: "{% 1 + 1 %}" }, '{"a":2}'],
    ["a string as it is", "plain", "plain"],
    ["null", null, "null"],
    ["an array", [1], "[1]"],
  ])("sends %s", async (_, payload, sent) => {
    const calls: string[][] = [];
    const invoke: Invoke = async (...args) => {
      calls.push(args);
      return { payload: "1" };
    };
    await attempt(machine({ T: call(payload) }), {}, { invoke });
    expect(calls).toEqual([["f", sent]]);
  });

  it("sends an empty object where there is no Payload", async () => {
    const definition = machine({
      T: {
        Type: "Task",
        Resource: INVOKE,
        Arguments: { FunctionName: "{% $states.input.f %}" },
        Output: "{% $states.result.Payload %}",
        End: true,
      },
    });
    expect((await attempt(definition, { f: "g" }, { invoke: echo })).output).toEqual({});
  });

  it("takes all its Arguments from one expression", async () => {
    const definition = machine({
      T: {
        Type: "Task",
        Resource: INVOKE,
        Arguments: "{% $states.input %}",
        Output: "{% $states.result.Payload %}",
        End: true,
      },
    });
    const trial = await attempt(definition, { FunctionName: "f", Payload: [1] }, { invoke: echo });
    expect(trial.output).toEqual([1]);
  });

  it("assigns from the result, and gives its Output", async () => {
    const definition = machine({
      T: call(
        { n: 3 },
        {
          Assign: { x: "{% $states.result.Payload.n %}" },
          Output: "{% $states.input %}",
          Next: "S",
        },
      ),
      S: { Type: "Pass", Output: ["{% $x %}", "{% $states.input %}"], End: true },
    });
    expect((await attempt(definition, { i: 1 }, { invoke: echo })).output).toEqual([3, { i: 1 }]);
  });

  it.each([
    ["text", "not json", "not json"],
    ["nothing", "", null],
  ])("takes a payload that is %s", async (_, payload, expected) => {
    const definition = machine({
      T: call([1], { Output: "{% $states.result.Payload %}", End: true }),
    });
    expect((await attempt(definition, {}, { invoke: answer(payload) })).output).toBe(expected);
  });

  it("fails with the error type of what the function threw, and its payload as the cause", async () => {
    const payload = JSON.stringify({ errorType: "Refused", errorMessage: "no", trace: [] });
    const trial = await attempt(
      machine({ T: call([1]) }),
      {},
      { invoke: answer(payload, "Unhandled") },
    );
    expect(trial).toMatchObject({ status: "FAILED", error: "Refused", cause: payload });
    expect(trial.types.slice(4)).toEqual(["TaskFailed", "ExecutionFailed"]);
    expect(trial.simulation.events[4]?.details).toEqual({
      error: "Refused",
      cause: payload,
      resource: "invoke",
      resourceType: "lambda",
    });
  });

  it.each(['{"errorMessage":"no"}', '"text"', "null", '{"errorType":""}', '{"errorType":5}'])(
    "fails with Lambda.Unknown where %s has no error type",
    async (payload) => {
      const trial = await attempt(
        machine({ T: call([1]) }),
        {},
        { invoke: answer(payload, "Unhandled") },
      );
      expect(trial).toMatchObject({
        error: "Lambda.Unknown",
        cause: `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
      });
    },
  );

  it("fails under Lambda's own error where Lambda refuses the call", async () => {
    const invoke = () =>
      Promise.reject(
        Object.assign(new Error("Function not found: f"), { name: "ResourceNotFoundException" }),
      );
    const trial = await attempt(machine({ T: call([1]) }), {}, { invoke });
    expect(trial.error).toBe("Lambda.ResourceNotFoundException");
    expect(trial.cause).toMatch(
      /^Function not found: f \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    );
  });

  it("fails with Lambda.SdkClientException where Lambda is not reached", async () => {
    const invoke = () => Promise.reject(new Error("connect ECONNREFUSED"));
    expect(await attempt(machine({ T: call([1]) }), {}, { invoke })).toMatchObject({
      error: "Lambda.SdkClientException",
      cause: "connect ECONNREFUSED",
    });
  });

  it("fails where the result is larger than 262144 bytes", async () => {
    const invoke = answer(JSON.stringify("a".repeat(262_143)));
    const trial = await attempt(machine({ T: call([1]) }), {}, { invoke });
    expect(trial).toMatchObject({
      error: "States.DataLimitExceeded",
      cause:
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    expect(trial.types.slice(4)).toEqual(["TaskFailed", "ExecutionFailed"]);
  });

  it("fails before it is scheduled where an argument fails", async () => {
    const trial = await attempt(machine({ T: call({ a: "{% $no %}" }) }), {}, { invoke: echo });
    expect(trial.cause).toContain("specified for the field 'Arguments/Payload/a' returned nothing");
    expect(trial.types).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "EvaluationFailed",
      "ExecutionFailed",
    ]);
  });

  it("fails where the arguments are larger than 262144 bytes", async () => {
    const trial = await attempt(machine({ T: call("a".repeat(262_144)) }), {}, { invoke: echo });
    expect(trial.error).toBe("States.DataLimitExceeded");
  });

  it.each([
    ["{}", "{}", "[The field 'FunctionName' is required but was missing]"],
    ["7", "7", "[The field 'FunctionName' is required but was missing]"],
    [
      "{'FunctionName': 5}",
      '{"FunctionName":5}',
      "[The value for the field 'FunctionName' must be a STRING]",
    ],
    [
      "{'FunctionName': 'f', 'Qualifier': '1'}",
      '{"FunctionName":"f","Qualifier":"1"}',
      "[The field 'Qualifier' is not supported]",
    ],
    [
      "{'FunctionName': 'f', 'InvocationType': 'Event'}",
      '{"FunctionName":"f","InvocationType":"Event"}',
      "[The InvocationType 'Event' is not supported]",
    ],
  ])("fails without a call where its Arguments are %s", async (source, given, reason) => {
    const T = { Type: "Task", Resource: INVOKE, Arguments: `{% ${source} %}`, End: true };
    const trial = await attempt(machine({ T }), {}, { invoke: echo });
    expect(trial).toMatchObject({
      error: "States.Runtime",
      cause: within(
        "T",
        2,
        `The Arguments '${given}' could not be used to start the Task: ${reason}`,
      ),
    });
    expect(trial.types.slice(2)).toEqual(["ExecutionFailed"]);
  });

  it("takes Arguments that say how a call is made by default", async () => {
    const Arguments = "{% {'FunctionName': 'f', 'InvocationType': 'RequestResponse'} %}";
    const T = { Type: "Task", Resource: INVOKE, Arguments, End: true };
    expect((await attempt(machine({ T }), {}, { invoke: echo })).status).toBe("SUCCEEDED");
  });
});

describe("A Task with the ARN of a function", () => {
  const task = (rest: object) =>
    machine({ T: { Type: "Task", Resource: ARN, End: true, ...rest } });

  it("sends its input and gives what the function answers", async () => {
    const calls: string[][] = [];
    const invoke: Invoke = async (...args) => {
      calls.push(args);
      return { payload: '{"b":2}' };
    };
    const trial = await attempt(task({}), { a: 1 }, { invoke });
    expect(trial.output).toEqual({ b: 2 });
    expect(calls).toEqual([[ARN, '{"a":1}']]);
    expect(trial.types.slice(2, 5)).toEqual([
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionSucceeded",
    ]);
    expect(trial.simulation.events.slice(2, 5).map(({ details }) => details)).toEqual([
      { input: '{"a":1}', inputDetails: { truncated: false }, resource: ARN },
      undefined,
      { output: '{"b":2}', outputDetails: { truncated: false } },
    ]);
  });

  it("sends its Arguments", async () => {
    const trial = await attempt(
      task({ Arguments: { x: "{% $states.input.a %}" } }),
      { a: 1 },
      { invoke: echo },
    );
    expect(trial.output).toEqual({ x: 1 });
  });

  it("fails with the error of the function", async () => {
    const trial = await attempt(task({}), {}, { invoke: async () => thrown("Boom") });
    expect(trial).toMatchObject({ error: "Boom", cause: thrown("Boom").payload });
    expect(trial.types.slice(4)).toEqual(["LambdaFunctionFailed", "ExecutionFailed"]);
    expect(trial.simulation.events[4]?.details).toEqual({
      error: "Boom",
      cause: thrown("Boom").payload,
    });
  });

  it("names itself where the result is too large", async () => {
    const invoke = answer(JSON.stringify("a".repeat(262_143)));
    expect((await attempt(task({}), {}, { invoke })).cause).toContain(
      `The state/task '${ARN}' returned`,
    );
  });

  it("bears a result of exactly 262144 bytes", async () => {
    const invoke = answer(JSON.stringify("a".repeat(262_142)));
    expect((await attempt(task({}), {}, { invoke })).status).toBe("SUCCEEDED");
  });

  it("times out", async () => {
    const invoke = () => new Promise<never>(() => {});
    const { Simulation } = await import("../../../../infra/local/states/simulation.ts");
    const simulation = new Simulation(task({ TimeoutSeconds: 5 }), {}, { invoke });
    await simulation.deliver({ kind: "resume" });
    await simulation.wait(5_000);
    expect(simulation.events.map(({ type }) => type).slice(4)).toEqual([
      "LambdaFunctionTimedOut",
      "ExecutionFailed",
    ]);
    expect(simulation.events[2]?.details).toMatchObject({ timeoutInSeconds: 5 });
  });
});

/** docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token */
describe("A Task with lambda:invoke.waitForTaskToken", () => {
  const token = { token: "{% $states.context.Task.Token %}" };
  const waiting = (rest: object = {}) =>
    machine({
      T: {
        Type: "Task",
        Resource: CALLBACK,
        Arguments: { FunctionName: "f", Payload: token },
        End: true,
        ...rest,
      },
    });

  it("gives its function the token, and waits once that has returned", async () => {
    const { simulation, ...trial } = await attempt(waiting(), {}, { invoke: echo });
    expect(trial.status).toBe("RUNNING");
    expect(trial.types.slice(2)).toEqual(["TaskScheduled", "TaskStarted", "TaskSubmitted"]);
    expect(simulation.events[2]?.details).toMatchObject({
      parameters: '{"FunctionName":"f","Payload":{"token":"0.1"}}',
      resource: "invoke.waitForTaskToken",
    });
    expect(JSON.parse(String(simulation.events[4]?.details?.["output"]))).toMatchObject({
      Payload: { token: "0.1" },
      StatusCode: 200,
    });
  });

  it("fails where Lambda is not reached, and its token is then of no task", async () => {
    const invoke = () => Promise.reject(new Error("connect ECONNREFUSED"));
    const { simulation, ...trial } = await attempt(waiting(), {}, { invoke });
    expect(trial).toMatchObject({ status: "FAILED", error: "Lambda.SdkClientException" });
    await expect(simulation.succeed("0.1", 1)).rejects.toThrow(StaleToken);
  });

  it("knows its branch by its token", async () => {
    const task = JSON.parse(waiting({ Output: "{% $states.result %}" })).States;
    const P = {
      Type: "Parallel",
      Branches: ["A", "B"].map((name) => scope({ [name]: task.T })),
      End: true,
    };
    const { simulation } = await attempt(machine({ P }), {}, { invoke: echo });
    await simulation.succeed("2.1", "b");
    await simulation.succeed("1.1", "a");
    expect(await simulation.run()).toMatchObject({ output: '["a","b"]' });
  });

  it("gives what the holder of the token sends", async () => {
    const { simulation } = await attempt(
      waiting({ Output: "{% $states.result %}" }),
      {},
      { invoke: echo },
    );
    await simulation.succeed("0.1", { done: true });
    expect(await simulation.run()).toEqual({ status: "SUCCEEDED", output: '{"done":true}' });
    expect(simulation.events.at(-3)).toMatchObject({
      type: "TaskSucceeded",
      details: {
        output: '{"done":true}',
        resource: "invoke.waitForTaskToken",
        resourceType: "lambda",
      },
    });
  });

  it("takes an answer that comes before the function has returned", async () => {
    let trial: Awaited<ReturnType<typeof attempt>>["simulation"];
    const { Simulation } = await import("../../../../infra/local/states/simulation.ts");
    const invoke: Invoke = async () => {
      await trial.succeed("0.1", "early");
      return { payload: "1" };
    };
    trial = new Simulation(waiting(), {}, { invoke });
    expect(await trial.run()).toEqual({ status: "SUCCEEDED", output: '"early"' });
    expect(trial.events.map(({ type }) => type).slice(3)).toEqual([
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("fails with the error and the cause that the holder sends", async () => {
    const { simulation } = await attempt(waiting(), {}, { invoke: echo });
    await simulation.fail("0.1", "Refused", "not signed");
    expect(await simulation.run()).toEqual({
      status: "FAILED",
      error: "Refused",
      cause: "not signed",
    });
  });

  it("fails where its function fails", async () => {
    const trial = await attempt(waiting(), {}, { invoke: async () => thrown("Boom") });
    expect(trial).toMatchObject({ status: "FAILED", error: "Boom" });
  });

  it("gives every attempt its own token, and hears the newest alone", async () => {
    const Retry = [{ ErrorEquals: ["Again"] }];
    const { simulation } = await attempt(waiting({ Retry }), {}, { invoke: echo });
    await simulation.fail("0.1", "Again", "");
    await expect(simulation.succeed("0.1", 1)).rejects.toThrow(StaleToken);
    await simulation.run();
    await expect(simulation.succeed("0.1", 1)).rejects.toThrow(StaleToken);
    await simulation.succeed("0.2", 2);
    expect(await simulation.run()).toMatchObject({ output: "2" });
  });

  it("hears a token once", async () => {
    const { simulation } = await attempt(waiting(), {}, { invoke: echo });
    await simulation.succeed("0.1", 1);
    await expect(simulation.succeed("0.1", 1)).rejects.toThrow(StaleToken);
  });

  it("times out with States.Timeout, which has no cause", async () => {
    const trial = await attempt(waiting({ TimeoutSeconds: "{% 2 * 30 %}" }), {}, { invoke: echo });
    expect(trial.simulation.now).toBe(60_000);
    expect(trial).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(trial.cause).toBeUndefined();
    expect(trial.types.slice(4)).toEqual(["TaskSubmitted", "TaskTimedOut", "ExecutionFailed"]);
    expect(trial.simulation.events[2]?.details).toMatchObject({ timeoutInSeconds: 60 });
  });

  it.each(["States.HeartbeatTimeout", "States.Timeout", "States.ALL"])(
    "is caught by %s where no heartbeat comes",
    async (name) => {
      const definition = machine({
        T: {
          Type: "Task",
          Resource: CALLBACK,
          Arguments: { FunctionName: "f" },
          HeartbeatSeconds: 10,
          TimeoutSeconds: 60,
          Catch: [{ ErrorEquals: [name], Next: "S" }],
          End: true,
        },
        S: { Type: "Succeed" },
      });
      const trial = await attempt(definition, {}, { invoke: echo });
      expect(trial.output).toEqual({ Error: "States.Timeout", Cause: "" });
      expect(trial.simulation.now).toBe(10_000);
      expect(trial.simulation.events[2]?.details).toMatchObject({
        heartbeatInSeconds: 10,
        timeoutInSeconds: 60,
      });
    },
  );

  it("does not take a timeout for a missed heartbeat", async () => {
    const Catch = [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "S" }];
    const definition = machine({
      T: {
        Type: "Task",
        Resource: CALLBACK,
        Arguments: { FunctionName: "f" },
        TimeoutSeconds: 10,
        HeartbeatSeconds: 10,
        Catch,
        End: true,
      },
      S: { Type: "Succeed" },
    });
    expect((await attempt(definition, {}, { invoke: echo })).error).toBe("States.Timeout");
  });

  it("lives on while heartbeats come", async () => {
    const { Simulation } = await import("../../../../infra/local/states/simulation.ts");
    const simulation = new Simulation(waiting({ HeartbeatSeconds: 10 }), {}, { invoke: echo });
    await simulation.run(9_000);
    await simulation.deliver({ kind: "heartbeat", thread: 0, token: "0.1" });
    await simulation.run(18_999);
    expect(simulation.events.at(-1)?.type).toBe("TaskSubmitted");
    await simulation.run(19_000);
    expect(simulation.events.at(-2)?.type).toBe("TaskTimedOut");
  });

  it("takes a heartbeat where it needs none", async () => {
    const { simulation } = await attempt(waiting(), {}, { invoke: echo });
    await simulation.deliver({ kind: "heartbeat", thread: 0, token: "0.1" });
    expect(await simulation.run()).toBeUndefined();
  });
});

describe("The limits of a Task", () => {
  it.each([
    ["TimeoutSeconds", "{% 1.6 %}", "The TimeoutSeconds field cannot be parsed as an integer: 1.6"],
    ["TimeoutSeconds", "{% -1 %}", "TimeoutSeconds must be between 0 and 99999999 but was: -1"],
    [
      "HeartbeatSeconds",
      "{% 'x' %}",
      "The JSONata expression ''x'' specified for the field 'HeartbeatSeconds' returned an unexpected result type. Expected 'number', but was 'string' for value: \"x\"",
    ],
  ])("are refused where %s is %s", async (field, value, reason) => {
    const trial = await attempt(
      machine({ T: call([1], { [field]: value, End: true }) }),
      {},
      { invoke: echo },
    );
    expect(trial.cause).toBe(within("T", 2, reason));
  });
});
