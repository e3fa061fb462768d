import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../../../infra/local/states/engine.ts";
import { type Served, serveStates } from "../../../../infra/local/states/wire.ts";
import { CALLBACK, machine, output } from "./trial.ts";

const YEAR = 365 * 86_400_000;

/** Time that passes when it is told to. */
class Hand {
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<{ at: number; callback: () => void }>();
  now = () => this.#now;
  setTimer = (milliseconds: number, callback: () => void) => {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  };
  /** Lets time pass, timer by timer, and everything that each sets off come to rest. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (!next || next.at > until) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
      for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
    }
    this.#now = until;
  }
}

describe("The engine over the wire", () => {
  const roleArn = "arn:aws:iam::000000000000:role/r";
  let clock: Hand;
  let engine: Engine;
  let served: Served;
  let client: SFNClient;
  let tokens: ((token: string) => void)[];
  let handed: string[];

  beforeEach(async () => {
    clock = new Hand();
    tokens = [];
    handed = [];
    engine = openEngine({
      database: ":memory:",
      clock,
      invoke: async (_, payload) => {
        const { token } = JSON.parse(payload);
        if (token) {
          handed.push(token);
          tokens.shift()?.(token);
        }
        return { payload };
      },
    });
    served = await serveStates(engine, { port: 0 });
    client = new SFNClient({
      endpoint: `http://127.0.0.1:${served.port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "s" },
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    client.destroy();
    await served.close();
    await engine.close();
  });

  async function create(definition: string, name = "m"): Promise<string> {
    const made = await client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    return made.stateMachineArn as string;
  }

  async function start(stateMachineArn: string, name: string, input?: string): Promise<string> {
    const begun = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    return begun.executionArn as string;
  }

  const describeIt = (executionArn: string) =>
    client.send(new DescribeExecutionCommand({ executionArn }));
  const waiting = machine({ W: { Type: "Wait", Seconds: 60, End: true } });
  const asking = machine({
    T: {
      Type: "Task",
      Resource: CALLBACK,
      Arguments: { FunctionName: "f", Payload: { token: "{% $states.context.Task.Token %}" } },
      End: true,
    },
  });
  const token = () => new Promise<string>((resolve) => tokens.push(resolve));

  it("runs a machine, and tells of it", async () => {
    const arn = await start(
      await create(output("{% 'Hi ' & $states.input.name %}")),
      "e",
      '{"name":"Ada"}',
    );
    const told = await describeIt(arn);
    expect(told).toMatchObject({
      status: "SUCCEEDED",
      output: '"Hi Ada"',
      input: '{"name":"Ada"}',
      startDate: new Date(clock.now()),
      stopDate: new Date(clock.now()),
    });
  });

  it("takes no input for an empty object", async () => {
    const arn = await start(await create(output("{% $states.input %}")), "e");
    expect((await describeIt(arn)).output).toBe("{}");
  });

  it.each(["", "{", "not json"])("refuses the input '%s'", async (input) => {
    const arn = await create(waiting);
    await expect(start(arn, "e", input)).rejects.toThrow(/^Invalid State Machine Execution Input/);
  });

  it("starts once for the same name and input, however many ask at one moment", async () => {
    const arn = await create(waiting);
    const input = { stateMachineArn: arn, name: "e", input: "{}" };
    const started = await Promise.all(
      Array.from({ length: 5 }, () => engine.call("StartExecution", input)),
    );
    expect(new Set(started.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it("starts once for the same name and input", async () => {
    const arn = await create(waiting);
    const [first, second] = await Promise.all([start(arn, "e", "{}"), start(arn, "e", "{}")]);
    expect(second).toBe(first);
    await expect(start(arn, "e", "[]")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  it("does not start again what has ended", async () => {
    const arn = await create(output(1));
    await start(arn, "e");
    await expect(start(arn, "e")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  it("takes the same machine again, and another under its name not", async () => {
    const arn = await create(output(1));
    expect(await create(output(1))).toBe(arn);
    await expect(create(output(2))).rejects.toMatchObject({ name: "StateMachineAlreadyExists" });
  });

  it("keeps the definition that an execution started with", async () => {
    const definition = (said: string) =>
      machine({
        W: { Type: "Wait", Seconds: 60, Next: "S" },
        S: { Type: "Pass", Output: said, End: true },
      });
    const arn = await create(definition("old"));
    const before = await start(arn, "before");
    await client.send(
      new UpdateStateMachineCommand({ stateMachineArn: arn, definition: definition("new") }),
    );
    const after = await start(arn, "after");
    await clock.pass(60_000);
    expect((await describeIt(before)).output).toBe('"old"');
    expect((await describeIt(after)).output).toBe('"new"');
  });

  it("revises a machine where its definition or its role changes, and else not", async () => {
    const stateMachineArn = await create(waiting);
    const told = () => client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const revise = async (fields: object) => {
      const update = new UpdateStateMachineCommand({ stateMachineArn, ...fields });
      const { revisionId } = await client.send(update);
      expect((await told()).revisionId).toBe(revisionId);
      return revisionId;
    };
    expect((await told()).revisionId).toBeUndefined();
    await clock.pass(1);
    const first = await revise({ definition: asking });
    expect(first).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(await revise({ definition: asking })).toBe(first);
    const second = await revise({ roleArn: `${roleArn}2` });
    expect(new Set([first, second, await revise({ definition: waiting })]).size).toBe(3);
  });

  it("refuses a definition with the path of the field", async () => {
    const failure = create(machine({ S: { Type: "Pass", ResultPath: "$", End: true } }));
    await expect(failure).rejects.toMatchObject({
      name: "InvalidDefinition",
      message: expect.stringContaining("/States/S/ResultPath"),
    });
  });

  it("hears the holder of a token", async () => {
    const given = token();
    const arn = await start(await create(asking), "e");
    await client.send(new SendTaskSuccessCommand({ taskToken: await given, output: '{"a":1}' }));
    expect(await describeIt(arn)).toMatchObject({ status: "SUCCEEDED", output: '{"a":1}' });
  });

  it("hears a token once: the second finds no task", async () => {
    const given = token();
    const arn = await start(await create(asking), "e");
    const answer = { taskToken: await given, error: "E", cause: "c" };
    await client.send(new SendTaskFailureCommand(answer));
    expect(await describeIt(arn)).toMatchObject({ status: "FAILED", error: "E", cause: "c" });
    await expect(client.send(new SendTaskFailureCommand(answer))).rejects.toMatchObject({
      name: "TaskTimedOut",
    });
  });

  it("refuses a token that it never gave", async () => {
    const sent = client.send(new SendTaskSuccessCommand({ taskToken: "x", output: "1" }));
    await expect(sent).rejects.toMatchObject({ name: "InvalidToken" });
  });

  it("stops an execution", async () => {
    const arn = await start(await create(waiting), "e");
    await client.send(new StopExecutionCommand({ executionArn: arn, error: "E", cause: "c" }));
    expect(await describeIt(arn)).toMatchObject({ status: "ABORTED", error: "E", cause: "c" });
  });

  it("lists executions newest first, by status and by page", async () => {
    const arn = await create(waiting);
    for (const name of ["a", "b", "c"]) await start(arn, name);
    const list = { stateMachineArn: arn, statusFilter: "RUNNING" as const, maxResults: 2 };
    const first = await client.send(new ListExecutionsCommand(list));
    const { nextToken } = first;
    const second = await client.send(new ListExecutionsCommand({ ...list, nextToken }));
    const names = [...(first.executions ?? []), ...(second.executions ?? [])].map(
      ({ name }) => name,
    );
    expect(names).toEqual(["c", "b", "a"]);
    expect(second.nextToken).toBeUndefined();
  });

  it("tells a history forwards, backwards and by page", async () => {
    const executionArn = await start(await create(output(1)), "e");
    const page = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 3 }));
    expect(page.events?.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(page.events?.[1]?.stateEnteredEventDetails).toMatchObject({ name: "S", input: "{}" });
    const rest = { executionArn, nextToken: page.nextToken };
    expect(
      (await client.send(new GetExecutionHistoryCommand(rest))).events?.map(({ id }) => id),
    ).toEqual([4]);
    const back = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }),
    );
    expect(back.events?.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  });

  it("knows no other operation", async () => {
    await expect(client.send(new ListActivitiesCommand({}))).rejects.toMatchObject({
      name: "UnknownOperationException",
    });
  });

  it("wakes what has waited for a year, and keeps nothing of it in memory meanwhile", async () => {
    const arn = await start(
      await create(machine({ W: { Type: "Wait", Seconds: YEAR / 1000, End: true } })),
      "e",
    );
    expect(engine.active).toBe(0);
    await clock.pass(YEAR - 1);
    expect((await describeIt(arn)).status).toBe("RUNNING");
    await clock.pass(1);
    expect((await describeIt(arn)).status).toBe("SUCCEEDED");
  });

  it("forgets an execution 90 days after its end", async () => {
    const arn = await start(await create(output(1)), "e");
    await clock.pass(90 * 86_400_000);
    expect((await describeIt(arn)).status).toBe("SUCCEEDED");
    await clock.pass(3_600_001);
    await expect(describeIt(arn)).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
  });
});
