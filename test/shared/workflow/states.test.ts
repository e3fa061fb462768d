import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, it } from "vitest";
import { OUTCOMES } from "../../../shared/application/event.ts";
import { executionName, runOf, stepFunctions } from "../../../shared/workflow/states.ts";

const sfn = mockClient(SFNClient);
afterEach(() => sfn.reset());
const PREFIX = "arn:aws:states:eu-west-1:123456789012:stateMachine:licentia-";
const workflow = stepFunctions(new SFNClient({ region: "local" }), PREFIX);
const run = { permit: "retail-liquor", permitVersion: 2, application: "01k", run: 3 };
const about = { message: "", $metadata: {} };
const throttled = Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });

describe("starting a run", () => {
  it("names it by application and run, and tells it nothing but the application", async () => {
    sfn.on(StartExecutionCommand).resolves({});
    expect(await workflow.start(run)).toBe("started");
    expect(sfn.call(0).args[0].input).toEqual({
      stateMachineArn: `${PREFIX}retail-liquor-v2`,
      name: "01k-3",
      input: '{"applicationId":"01k"}',
    });
  });

  it("takes one of that name that has ended for the same one", async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(about));
    expect(await workflow.start(run)).toBe("exists");
  });

  it("fails where it is not known whether it runs", async () => {
    sfn.on(StartExecutionCommand).rejects(throttled);
    await expect(workflow.start(run)).rejects.toBe(throttled);
  });
});

describe("telling an outcome", () => {
  it("goes straight on with an approval, without a word of it", async () => {
    sfn.on(SendTaskSuccessCommand).resolves({});
    expect(await workflow.deliver("token", "Approved")).toBe("delivered");
    expect(sfn.call(0).args[0].input).toEqual({ taskToken: "token", output: "{}" });
  });

  it.each(OUTCOMES.filter((outcome) => outcome !== "Approved"))(
    "leaves the line with %s as the error's name, and no cause, which might quote data",
    async (outcome) => {
      sfn.on(SendTaskFailureCommand).resolves({});
      expect(await workflow.deliver("token", outcome)).toBe("delivered");
      expect(sfn.call(0).args[0].input).toEqual({ taskToken: "token", error: outcome });
    },
  );

  it.each([new TaskTimedOut(about), new TaskDoesNotExist(about)])(
    "proves nothing when the token is not known any more ($name)",
    async (error) => {
      sfn.on(SendTaskSuccessCommand).rejects(error);
      expect(await workflow.deliver("token", "Approved")).toBe("unknown");
      sfn.on(SendTaskFailureCommand).rejects(error);
      expect(await workflow.deliver("token", "Refused")).toBe("unknown");
    },
  );

  it.each([throttled, new InvalidToken(about)])("fails otherwise ($name)", async (error) => {
    sfn.on(SendTaskSuccessCommand).rejects(error);
    await expect(workflow.deliver("token", "Approved")).rejects.toBe(error);
  });
});

describe("asking how a run is", () => {
  it.each([
    ["RUNNING", true],
    ["SUCCEEDED", false],
    ["FAILED", false],
    ["TIMED_OUT", false],
    ["ABORTED", false],
  ] as const)("%s: goes on %s", async (status, runs) => {
    sfn.on(DescribeExecutionCommand).resolves({ status });
    expect(await workflow.runs(run)).toBe(runs);
    expect(sfn.call(0).args[0].input).toEqual({
      executionArn:
        "arn:aws:states:eu-west-1:123456789012:execution:licentia-retail-liquor-v2:01k-3",
    });
  });

  it("does not go on where it was never started", async () => {
    sfn.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist(about));
    expect(await workflow.runs(run)).toBe(false);
  });

  it("is not known while the service does not answer: nothing is started upon that", async () => {
    sfn.on(DescribeExecutionCommand).rejects(throttled);
    await expect(workflow.runs(run)).rejects.toBe(throttled);
  });
});

describe("the name of an execution", () => {
  it("tells its run, and 0 where it is none of ours", () => {
    expect(runOf(executionName("01k0000000000000000000007x", 12))).toBe(12);
    expect(runOf("somebody-elses")).toBe(0);
  });
});
