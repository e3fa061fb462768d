import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../../../infra/local/states/engine.ts";
import { type Served, serveStates } from "../../../../infra/local/states/wire.ts";
import { machine, output } from "./trial.ts";

const ROLE = "arn:aws:iam::000000000000:role/r";
const ARN = "arn:aws:states:us-east-1:000000000000";
const NOW = Date.UTC(2026, 0, 1, 12, 0, 0, 250);

/**
 * docs.aws.amazon.com/step-functions/latest/apireference (Errors of each operation); wordings
 * recorded from AWS by localstack/localstack (tests/aws/services/stepfunctions/v2/test_sfn_api).
 */
describe("The API", () => {
  let engine: Engine;
  let served: Served;
  let client: SFNClient;

  beforeAll(async () => {
    const clock = { now: () => NOW, setTimer: () => ({ cancel() {} }) };
    engine = openEngine({ database: ":memory:", clock, invoke: async () => ({ payload: "1" }) });
    served = await serveStates(engine, { port: 0 });
    client = new SFNClient({
      endpoint: `http://127.0.0.1:${served.port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "s" },
      maxAttempts: 1,
    });
    for (const [name, definition] of [
      ["done", output("{% {'a': 1} %}")],
      ["waiting", machine({ W: { Type: "Wait", Seconds: 60, End: true } })],
    ] as const) {
      await client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
    }
    for (const name of ["a", "b", "c"]) {
      const stateMachineArn = `${ARN}:stateMachine:done`;
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: '{"i":1}' }));
    }
  });

  afterAll(async () => {
    client.destroy();
    await served.close();
    await engine.close();
  });

  const made = (fields: object) =>
    new CreateStateMachineCommand({
      name: "m",
      definition: output(1),
      roleArn: ROLE,
      ...fields,
    });
  const done = { stateMachineArn: `${ARN}:stateMachine:done` };
  const ended = { executionArn: `${ARN}:execution:done:a` };
  const token = Buffer.from("999.0.1.x").toString("base64url");

  it.each([
    ["a name with a space", made({ name: "a b" }), "InvalidName", "Invalid Name: 'a b'"],
    [
      "a name of 81 characters",
      made({ name: "n".repeat(81) }),
      "ValidationException",
      `Value '${"n".repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
    ],
    [
      "an empty name",
      made({ name: "" }),
      "ValidationException",
      "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "a cause of 32 769 characters, whose text it keeps to itself",
      new StopExecutionCommand({
        executionArn: `${ARN}:execution:done:a`,
        cause: "c".repeat(32_769),
      }),
      "ValidationException",
      "1 validation error detected: Value at 'cause' failed to satisfy constraint: Member must have length less than or equal to 32768",
    ],
    ["no name", made({ name: undefined }), "ValidationException", "'name'"],
    ["a role that is none", made({ roleArn: "r" }), "InvalidArn", "Invalid Role Arn: 'r'"],
    ["an express machine", made({ type: "EXPRESS" }), "StateMachineTypeNotSupported", "EXPRESS"],
    ["a version", made({ publish: true }), "ValidationException", "'publish'"],
    [
      "an encryption by a key",
      made({ encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: "k" } }),
      "ValidationException",
      "'encryptionConfiguration'",
    ],
    [
      "a log to somewhere",
      made({ loggingConfiguration: { destinations: [{}] } }),
      "ValidationException",
      "'loggingConfiguration'",
    ],
    [
      "a log",
      made({ loggingConfiguration: { level: "ALL" } }),
      "ValidationException",
      "'loggingConfiguration'",
    ],
    ["no JSON", made({ definition: "{" }), "InvalidDefinition", "INVALID_JSON_DESCRIPTION"],
    [
      "no states",
      made({ definition: '{"StartAt":"A"}' }),
      "InvalidDefinition",
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'",
    ],
    [
      "another machine under the same name",
      made({ name: "done" }),
      "StateMachineAlreadyExists",
      `State Machine Already Exists: '${ARN}:stateMachine:done'`,
    ],
    [
      "an update of what is not there",
      new UpdateStateMachineCommand({
        stateMachineArn: `${ARN}:stateMachine:no`,
        definition: output(1),
      }),
      "StateMachineDoesNotExist",
      `State Machine Does Not Exist: '${ARN}:stateMachine:no'`,
    ],
    [
      "an update of nothing",
      new UpdateStateMachineCommand(done),
      "MissingRequiredParameter",
      "Either the definition",
    ],
    [
      "an update to what is no machine",
      new UpdateStateMachineCommand({ ...done, definition: "{}" }),
      "InvalidDefinition",
      "[States, StartAt] at /",
    ],
    [
      "an ARN of an execution for a machine",
      new DescribeStateMachineCommand({ stateMachineArn: `${ARN}:execution:done:a` }),
      "InvalidArn",
      "Invalid Arn: 'Resource type not valid in this context",
    ],
    [
      "what is no ARN, for a machine",
      new DescribeStateMachineCommand({ stateMachineArn: "not_a_valid_arn" }),
      "InvalidArn",
      "Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'",
    ],
    [
      "what is no ARN, for an execution",
      new DescribeExecutionCommand({ executionArn: "invalid" }),
      "InvalidArn",
      "Invalid Arn: 'Invalid ARN prefix: invalid'",
    ],
    [
      "what is no ARN, to delete",
      new DeleteStateMachineCommand({ stateMachineArn: "invalid" }),
      "InvalidArn",
      "Invalid Arn: 'Invalid ARN prefix: invalid'",
    ],
    [
      "an ARN of a machine for an execution",
      new DescribeExecutionCommand({ executionArn: done.stateMachineArn }),
      "InvalidArn",
      "Invalid Arn: 'Resource type not valid in this context",
    ],
    [
      "an execution that is not there",
      new DescribeExecutionCommand({ executionArn: `${ARN}:execution:done:no` }),
      "ExecutionDoesNotExist",
      `Execution Does Not Exist: '${ARN}:execution:done:no'`,
    ],
    [
      "a stop of what is not there",
      new StopExecutionCommand({ executionArn: `${ARN}:execution:done:no` }),
      "ExecutionDoesNotExist",
      "Execution Does Not Exist",
    ],
    [
      "a start of what is not there",
      new StartExecutionCommand({ stateMachineArn: `${ARN}:stateMachine:no` }),
      "StateMachineDoesNotExist",
      `State Machine Does Not Exist: '${ARN}:stateMachine:no'`,
    ],
    [
      "a start under a name that is none",
      new StartExecutionCommand({ ...done, name: "a/b" }),
      "InvalidName",
      "Invalid Name: 'a/b'",
    ],
    [
      "an input that is too large",
      new StartExecutionCommand({ ...done, input: `"${"a".repeat(262_143)}"` }),
      "ValidationException",
      "Member must have length less than or equal to 262144",
    ],
    [
      "a second start under the name of what has ended",
      new StartExecutionCommand({ ...done, name: "a", input: '{"i":1}' }),
      "ExecutionAlreadyExists",
      `Execution Already Exists: '${ARN}:execution:done:a'`,
    ],
    [
      "a status that is none",
      new ListExecutionsCommand({ ...done, statusFilter: "DONE" as never }),
      "ValidationException",
      "1 validation error detected: Value 'DONE' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ],
    [
      "a page of 1001",
      new ListExecutionsCommand({ ...done, maxResults: 1001 }),
      "ValidationException",
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      "a page of -1",
      new ListExecutionsCommand({ ...done, maxResults: -1 }),
      "ValidationException",
      "Value '-1' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      "a page of a half",
      new ListExecutionsCommand({ ...done, maxResults: 0.5 }),
      "ValidationException",
      "Value '0.5' at 'maxResults' failed to satisfy constraint: Member must be an integer",
    ],
    [
      "a page of machines by a token of 1025 characters",
      new ListStateMachinesCommand({ nextToken: "x".repeat(1025) }),
      "ValidationException",
      "at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 1024",
    ],
    [
      "a page of executions by a token of 3097 characters",
      new ListExecutionsCommand({ ...done, nextToken: "x".repeat(3097) }),
      "ValidationException",
      "at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 3096",
    ],
    [
      "a page that is none",
      new ListExecutionsCommand({ ...done, nextToken: "x" }),
      "InvalidToken",
      "Invalid Token: 'Invalid token'",
    ],
    [
      "a token that is none",
      new SendTaskHeartbeatCommand({ taskToken: "x" }),
      "InvalidToken",
      "Invalid Token: 'Invalid token'",
    ],
    [
      "a token of an execution that is not there",
      new SendTaskSuccessCommand({ taskToken: token, output: "1" }),
      "TaskDoesNotExist",
      "Task Does Not Exist",
    ],
    [
      "an output that is no JSON",
      new SendTaskSuccessCommand({ taskToken: token, output: "no" }),
      "InvalidOutput",
      "Invalid Output: '",
    ],
    [
      "an output that is too large",
      new SendTaskSuccessCommand({ taskToken: token, output: `"${"ä".repeat(131_072)}"` }),
      "ValidationException",
      "Value at 'output'",
    ],
  ])("refuses %s", async (_, command, name, message) => {
    const sent = client.send(command as DescribeExecutionCommand);
    await expect(sent).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("takes members that ask for nothing, in whole or in part", async () => {
    const asked = {
      name: "plain",
      loggingConfiguration: { level: "OFF", destinations: [] },
      tracingConfiguration: { enabled: false },
      tags: [{ key: "k", value: "v" }],
      publish: false,
    };
    const { stateMachineArn } = await client.send(made(asked));
    const traceHeader = "Root=1-5759e988-bd862e3fe1be46a994272793";
    await client.send(new StartExecutionCommand({ stateMachineArn, traceHeader }));
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
  });

  it("describes a machine as it was made", async () => {
    expect(await client.send(new DescribeStateMachineCommand(done))).toMatchObject({
      ...done,
      name: "done",
      status: "ACTIVE",
      definition: output("{% {'a': 1} %}"),
      roleArn: ROLE,
      type: "STANDARD",
      creationDate: new Date(NOW),
      loggingConfiguration: { includeExecutionData: false, level: "OFF" },
      tracingConfiguration: { enabled: false },
    });
  });

  it("describes an execution with its dates, its input and its output", async () => {
    const told = await client.send(new DescribeExecutionCommand(ended));
    expect(told).toMatchObject({
      ...ended,
      ...done,
      name: "a",
      status: "SUCCEEDED",
      startDate: new Date(NOW),
      stopDate: new Date(NOW),
      input: '{"i":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
  });

  it("says of an execution that it cannot be redriven while it runs, and of a stopped one nothing", async () => {
    const waiting = { stateMachineArn: `${ARN}:stateMachine:waiting`, name: "redrive" };
    const execution = { executionArn: `${ARN}:execution:waiting:redrive` };
    await client.send(new StartExecutionCommand(waiting));
    expect(await client.send(new DescribeExecutionCommand(execution))).toMatchObject({
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is RUNNING and cannot be redriven",
    });
    await client.send(new StopExecutionCommand(execution));
    const stopped = await client.send(new DescribeExecutionCommand(execution));
    expect(stopped).toMatchObject({ status: "ABORTED" });
    expect(stopped).not.toHaveProperty("redriveStatus");
  });

  it("lists machines page by page", async () => {
    const first = await client.send(new ListStateMachinesCommand({ maxResults: 1 }));
    const { nextToken } = first;
    const second = await client.send(new ListStateMachinesCommand({ maxResults: 1, nextToken }));
    const listed = [...(first.stateMachines ?? []), ...(second.stateMachines ?? [])];
    expect(listed.map(({ name }) => name)).toEqual(["done", "waiting"]);
    expect(second.nextToken).toBeUndefined();
  });

  it("lists executions of one status alone", async () => {
    const running = new ListExecutionsCommand({ ...done, statusFilter: "RUNNING" });
    expect((await client.send(running)).executions).toEqual([]);
    const succeeded = new ListExecutionsCommand({ ...done, statusFilter: "SUCCEEDED" });
    expect((await client.send(succeeded)).executions?.map(({ name }) => name)).toEqual([
      "c",
      "b",
      "a",
    ]);
  });

  it("tells a history backwards by page, and without data where none is wanted", async () => {
    const asked = { ...ended, reverseOrder: true, maxResults: 3, includeExecutionData: false };
    const first = await client.send(new GetExecutionHistoryCommand(asked));
    const { nextToken } = first;
    const second = await client.send(new GetExecutionHistoryCommand({ ...asked, nextToken }));
    const events = [...(first.events ?? []), ...(second.events ?? [])];
    expect(events.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(events[0]?.timestamp).toEqual(new Date(NOW));
    expect(events[1]?.stateExitedEventDetails).toEqual({
      name: "S",
      outputDetails: { truncated: false },
    });
    expect(events[3]?.executionStartedEventDetails).not.toHaveProperty("input");
  });

  it("refuses the page of another question", async () => {
    const { nextToken } = await client.send(
      new GetExecutionHistoryCommand({ ...ended, maxResults: 1 }),
    );
    const other = new GetExecutionHistoryCommand({ ...ended, reverseOrder: true, nextToken });
    await expect(client.send(other)).rejects.toMatchObject({ name: "InvalidToken" });
  });

  it("stops what has ended without a word", async () => {
    const { stopDate } = await client.send(new StopExecutionCommand(ended));
    expect(stopDate).toEqual(new Date(NOW));
    const told = await client.send(new DescribeExecutionCommand(ended));
    expect(told.status).toBe("SUCCEEDED");
  });

  it("deletes what is not there, and lets what runs of a deleted machine go on", async () => {
    const gone = { stateMachineArn: `${ARN}:stateMachine:gone` };
    await client.send(new DeleteStateMachineCommand(gone));
    const definition = machine({ W: { Type: "Wait", Seconds: 60, End: true } });
    await client.send(made({ name: "gone", definition }));
    const { executionArn } = await client.send(new StartExecutionCommand(gone));
    await client.send(new DeleteStateMachineCommand(gone));
    await expect(client.send(new StartExecutionCommand(gone))).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
    });
    const told = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(told.status).toBe("RUNNING");
  });
});
