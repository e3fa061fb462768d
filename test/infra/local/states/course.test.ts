import { describe, expect, it } from "vitest";
import { StaleToken } from "../../../../infra/local/states/interpreter.ts";
import type { Invoke } from "../../../../infra/local/states/lambda.ts";
import { Simulation } from "../../../../infra/local/states/simulation.ts";
import { EVERY_KIND, expectedOf } from "./every-kind.ts";
import { attempt, CALLBACK, call, machine, scope, thrown, within } from "./trial.ts";

const wait = (Seconds: number) => ({ Type: "Wait", Seconds, End: true });

/** Calls that a test answers when it likes. */
class Calls {
  readonly made: { payload: string; answer: (payload: string) => void }[] = [];
  readonly invoke: Invoke = (_, payload) =>
    new Promise((resolve) => {
      this.made.push({ payload, answer: (text) => resolve({ payload: text }) });
    });
}

describe("An execution that is taken up again", () => {
  it("makes a call that was under way once more, with the same arguments and token", async () => {
    const calls = new Calls();
    const Arguments = { FunctionName: "f", Payload: "{% $states.context.Task %}" };
    const definition = machine({ T: { Type: "Task", Resource: CALLBACK, Arguments, End: true } });
    const simulation = new Simulation(definition, {}, { invoke: calls.invoke, reloads: true });
    await simulation.restart();
    await simulation.restart();
    expect(calls.made.map(({ payload }) => payload)).toEqual(Array(2).fill('{"Token":"0.1"}'));
    calls.made[1]?.answer("1");
    await simulation.run(0);
    await simulation.restart(); // the call has returned, and is not made a third time
    expect(calls.made).toHaveLength(2);
    expect(simulation.events.at(-1)?.type).toBe("TaskSubmitted");
  });

  it("waits on to the moment that was set", async () => {
    const simulation = new Simulation(machine({ W: wait(60) }), {}, { reloads: true });
    await simulation.restart();
    await simulation.wait(59_000);
    await simulation.restart();
    expect(simulation.events).toHaveLength(2);
    await simulation.run();
    expect(simulation.now).toBe(60_000);
  });

  it("keeps a retrier's delay and its count", async () => {
    let calls = 0;
    const invoke: Invoke = async () => {
      calls += 1;
      return thrown("E");
    };
    const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 10, MaxAttempts: 1 }];
    const definition = machine({ T: call({}, { Retry, End: true }) });
    const simulation = new Simulation(definition, {}, { invoke, reloads: true });
    await simulation.run(5_000);
    await simulation.restart();
    expect(calls).toBe(1);
    expect(await simulation.run()).toMatchObject({ status: "FAILED", error: "E" });
    expect([calls, simulation.now]).toEqual([2, 10_000]);
  });

  it("keeps the delay before a Parallel is tried again", async () => {
    const P = {
      Type: "Parallel",
      Branches: [
        scope({ W: { Type: "Wait", Seconds: 1, Next: "F" }, F: { Type: "Fail", Error: "E" } }),
      ],
      Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 10, MaxAttempts: 1 }],
      End: true,
    };
    const simulation = new Simulation(machine({ P }), {}, { reloads: true });
    await simulation.run(5_000);
    await simulation.restart();
    expect(await simulation.run()).toMatchObject({ status: "FAILED", error: "E" });
    expect(simulation.now).toBe(12_000);
  });

  it("keeps the branches that have yet to begin", async () => {
    const branches = Array.from({ length: 250 }, (_, at) =>
      scope({ [`S${at}`]: { Type: "Pass", Output: at, End: true } }),
    );
    const P = { Type: "Parallel", Branches: branches, Output: "{% $sum($states.result) %}" };
    const definition = machine({ P: { ...P, End: true } });
    const simulation = new Simulation(definition, {}, { reloads: true });
    expect(await simulation.run()).toMatchObject({ output: "31125" });
  });

  it("keeps the moment of the next heartbeat", async () => {
    const T = {
      Type: "Task",
      Resource: CALLBACK,
      Arguments: { FunctionName: "f" },
      HeartbeatSeconds: 10,
      End: true,
    };
    const invoke: Invoke = async () => ({ payload: "1" });
    const simulation = new Simulation(machine({ T }), {}, { invoke, reloads: true });
    await simulation.run(5_000);
    await simulation.deliver({ kind: "heartbeat", thread: 0, token: "0.1" });
    expect(await simulation.run()).toMatchObject({ error: "States.Timeout" });
    expect(simulation.now).toBe(15_000);
  });

  it.each([0, 1])("takes the same course through every kind of state for %i", async (n) => {
    const invoke: Invoke = async (name, payload) => {
      const { attempt: nth, n: given } = JSON.parse(payload);
      if (name === "fail" && nth === 0) return thrown("Once");
      return { payload: JSON.stringify({ answered: given }) };
    };
    const options = { invoke, reloads: true };
    const simulation = new Simulation(EVERY_KIND, { n, pause: 7 }, options);
    await simulation.run();
    await simulation.succeed("0.1", { asked: n });
    const ending = await simulation.run();
    const text = ending?.output ?? ending?.cause ?? "";
    expect({ status: ending?.status, told: JSON.parse(text) }).toEqual(expectedOf(n));
    expect(simulation.now).toBe(8_000);
  });

  it("stores a long course some steps at a time", async () => {
    const states = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`S${at}`, { Type: "Pass", Next: `S${at + 1}` }]),
    );
    const definition = machine({ ...states, S300: { Type: "Succeed" } });
    const simulation = new Simulation(definition);
    await simulation.restart();
    expect(simulation.events).toHaveLength(1 + 2 * 200);
    expect((await simulation.run())?.status).toBe("SUCCEEDED");
    expect(simulation.events).toHaveLength(2 + 2 * 301);
  });
});

describe("An answer that comes too late", () => {
  const slow = (rest: object) =>
    machine({
      T: call({}, { TimeoutSeconds: 5, Output: "{% $states.result.Payload %}", ...rest }),
    });

  it("is of no attempt but its own", async () => {
    const calls = new Calls();
    const Retry = [{ ErrorEquals: ["States.Timeout"], IntervalSeconds: 1 }];
    const definition = slow({ Retry, End: true });
    const simulation = new Simulation(definition, {}, { invoke: calls.invoke });
    await simulation.restart();
    await simulation.wait(5_000);
    await simulation.wait(1_000);
    calls.made[0]?.answer('"late"');
    await new Promise((resolve) => setImmediate(resolve));
    calls.made[1]?.answer('"in time"');
    expect((await simulation.run())?.output).toBe('"in time"');
  });

  it("finds no task where the state was left meanwhile", async () => {
    const T = {
      Type: "Task",
      Resource: CALLBACK,
      Arguments: { FunctionName: "f" },
      TimeoutSeconds: 5,
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "W" }],
      End: true,
    };
    const definition = machine({
      P: { Type: "Parallel", Branches: [scope({ T, W: wait(1) })], Next: "Z" },
      Z: wait(9),
    });
    const invoke: Invoke = async () => ({ payload: "1" });
    const simulation = new Simulation(definition, {}, { invoke });
    await simulation.run(5_500);
    await expect(simulation.succeed("1.1", 1)).rejects.toBeInstanceOf(StaleToken);
    await simulation.run(7_000);
    await expect(simulation.succeed("1.1", 1)).rejects.toBeInstanceOf(StaleToken);
    await simulation.run();
    await expect(simulation.succeed("1.1", 1)).rejects.toBeInstanceOf(StaleToken);
  });
});

describe("A limit", () => {
  it("of one attempt does not hold for the delay after it", async () => {
    let calls = 0;
    const invoke: Invoke = async () => {
      calls += 1;
      return calls === 1 ? thrown("E") : { payload: "1" };
    };
    const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 10 }];
    const definition = machine({ T: call({}, { TimeoutSeconds: 5, Retry, End: true }) });
    const trial = await attempt(definition, {}, { invoke });
    expect(trial.status).toBe("SUCCEEDED");
    expect(trial.simulation.now).toBe(10_000);
  });

  it.each([
    ["of arguments", 262_144, "SUCCEEDED"],
    ["of arguments, exceeded by a byte", 262_145, "FAILED"],
  ])("%s is 262144 bytes", async (_, bytes, status) => {
    const Resource = "arn:aws:lambda:us-east-1:000000000000:function:f";
    const Arguments = `{% $pad('', ${bytes - 2}, 'a') %}`;
    const T = { Type: "Task", Resource, Arguments, Output: 1, End: true };
    const invoke: Invoke = async () => ({ payload: "1" });
    expect((await attempt(machine({ T }), {}, { invoke })).status).toBe(status);
  });

  it("of what a state assigns is 262144 bytes", async () => {
    const assign = (bytes: number) =>
      machine({
        S: { Type: "Pass", Assign: { a: `{% $pad('', ${bytes - 2}, 'a') %}` }, End: true },
      });
    expect((await attempt(assign(262_144))).status).toBe("SUCCEEDED");
    expect((await attempt(assign(262_145))).error).toBe("States.DataLimitExceeded");
  });
});

describe("States.Runtime", () => {
  const stuck = scope({
    C: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input = 'go' %}", Next: "G" }],
      Default: "W",
    },
    W: { Type: "Wait", Seconds: 1, Next: "N" },
    N: { Type: "Choice", Choices: [{ Condition: false, Next: "G" }] },
    G: { Type: "Succeed" },
  });
  const map = (fields: object) =>
    machine({ M: { Type: "Map", ItemProcessor: stuck, End: true, ...fields } });

  it.each(["States.ALL", "States.TaskFailed", "States.Runtime"])(
    "of a Task is not caught by %s",
    async (name) => {
      const Catch = [{ ErrorEquals: [name], Next: "S" }];
      const T = {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: "{% {} %}",
        Retry: [{ ErrorEquals: [name] }],
        Catch,
        End: true,
      };
      const trial = await attempt(machine({ T, S: { Type: "Succeed" } }));
      expect(trial).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    },
  );

  it("ends a Map that bears no failure, and leaves no trace of the iterations", async () => {
    const trial = await attempt(map({}), ["wait", "wait"]);
    expect(trial).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(trial.types.filter((type) => /Aborted|Failed/.test(type))).toEqual(["ExecutionFailed"]);
  });

  it("of one iteration is borne", async () => {
    const trial = await attempt(map({ ToleratedFailureCount: 1 }), ["go", "wait"]);
    const cause = within(
      "N",
      15,
      "Failed to transition out of the state. The state does not point to a next state.",
    );
    expect(trial.output).toEqual([
      "go",
      { Status: "FAILED", Error: "States.Runtime", Cause: cause },
    ]);
    expect(trial.types).not.toContain("MapIterationFailed");
  });

  it("that exceeds what is borne cuts the others, and is not told of itself", async () => {
    const definition = map({ ToleratedFailureCount: 0, MaxConcurrency: 2 });
    const trial = await attempt(definition, ["wait", "wait"]);
    expect(trial.error).toBe("States.ExceedToleratedFailureThreshold");
    expect(trial.types.filter((type) => /Aborted|Failed/.test(type))).toEqual([
      "MapIterationAborted",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
  });
});

describe("A failure", () => {
  it("without a name or a cause is caught with neither", async () => {
    const T = {
      Type: "Task",
      Resource: CALLBACK,
      Arguments: { FunctionName: "f" },
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "S" }],
      End: true,
    };
    const definition = machine({ T, S: { Type: "Succeed" } });
    const invoke: Invoke = async () => ({ payload: "1" });
    const simulation = new Simulation(definition, {}, { invoke });
    await simulation.run();
    await simulation.deliver({ kind: "failure", thread: 0, token: "0.1" });
    expect((await simulation.run())?.output).toBe('{"Error":"","Cause":""}');
  });

  it("without a name or a cause takes its place in what a Map bears", async () => {
    const M = {
      Type: "Map",
      ItemProcessor: scope({ F: { Type: "Fail" } }),
      ToleratedFailureCount: 1,
      End: true,
    };
    expect((await attempt(machine({ M }), [1])).output).toEqual([
      { Status: "FAILED", Error: "", Cause: "" },
    ]);
  });

  it("of a branch lets none that had yet to begin go on, where it is caught", async () => {
    const P = {
      Type: "Parallel",
      Branches: [
        scope({ F: { Type: "Fail", Error: "E" } }),
        scope({ A: { Type: "Pass", End: true } }),
      ],
      Catch: [{ ErrorEquals: ["E"], Output: "caught", Next: "Z" }],
      End: true,
    };
    const trial = await attempt(machine({ P, Z: wait(1) }));
    expect(trial.output).toBe("caught");
    expect(trial.types).not.toContain("PassStateEntered");
  });

  it.each([
    ["the Arguments of a Parallel", "Arguments", { Type: "Parallel", Arguments: "{% $no %}" }],
    [
      "the ItemSelector of a Map",
      "ItemSelector",
      { Type: "Map", Items: [1], ItemSelector: "{% $no %}" },
    ],
  ])("names %s", async (_, field, state) => {
    const inside = scope({ A: { Type: "Succeed" } });
    const body = state.Type === "Map" ? { ItemProcessor: inside } : { Branches: [inside] };
    const trial = await attempt(machine({ S: { ...state, ...body, End: true } }));
    expect(trial.cause).toContain(`for the field '${field}' returned nothing`);
  });

  it("names the Timestamp of a Wait", async () => {
    const trial = await attempt(
      machine({ W: { ...wait(1), Seconds: undefined, Timestamp: "{% 'x' %}" } }),
    );
    expect(trial.simulation.events[2]?.details).toMatchObject({
      location: "Timestamp",
      state: "W",
    });
  });
});

describe("The context object", () => {
  it("holds a token only where a callback is awaited", async () => {
    const invoke: Invoke = async (_, payload) => ({ payload });
    const T = call("{% $exists($states.context.Task) %}", {
      Output: "{% $states.result.Payload %}",
      End: true,
    });
    expect((await attempt(machine({ T }), {}, { invoke })).output).toBe(false);
  });

  it("of a call's response dates it by its second", async () => {
    const invoke: Invoke = async () => ({ payload: "1" });
    const T = call(
      {},
      {
        Output: "{% $states.result.SdkHttpMetadata.HttpHeaders.`X-Amzn-Trace-Id` %}",
        End: true,
      },
    );
    const startsAt = 0x65a0b1c2 * 1000 + 7;
    const trial = await attempt(machine({ T }), {}, { invoke, startsAt });
    expect(trial.output).toMatch(/^Root=1-65a0b1c2-/);
  });
});
