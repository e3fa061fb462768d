import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, it } from "vitest";
import { executionsDirectly } from "../../../infra/local/executions.ts";
import { withinProcess } from "../../../infra/local/loopback.ts";
import { LOCAL_ACCESS } from "./store/builder.ts";

/** An engine that answers the same to whatever it is asked, and notes it. */
function answering(body: object, status = 200) {
  const asked: unknown[] = [];
  const near = withinProcess(LOCAL_ACCESS, async (target, text) => {
    asked.push({ target, input: JSON.parse(text) });
    return { status, body };
  });
  return { asked, executions: executionsDirectly(near), sdk: new SFNClient(near.client) };
}

describe("what an execution is told", () => {
  it.each([
    [
      new StartExecutionCommand({ stateMachineArn: "arn", name: "a-1", input: "{}" }),
      { executionArn: "arn:a-1", startDate: 1795805800.123 },
    ],
    [new SendTaskSuccessCommand({ taskToken: "token", output: "{}" }), {}],
    [new SendTaskFailureCommand({ taskToken: "token", error: "Refused" }), {}],
  ])("is said and heard as by the SDK: %#", async (command, body) => {
    const { asked, executions, sdk } = answering(body);
    const { $metadata: _, ...bySdk } = await sdk.send(command as StartExecutionCommand);
    expect(await executions.send(command as StartExecutionCommand)).toEqual(bySdk);
    expect(asked[1]).toEqual(asked[0]);
  });

  it("fails by the SDK's name, and is asked once", async () => {
    const { asked, executions } = answering({ __type: "TaskTimedOut", message: "late" }, 400);
    const told = executions.send(new SendTaskSuccessCommand({ taskToken: "t", output: "{}" }));
    await expect(told).rejects.toMatchObject({ name: "TaskTimedOut" });
    expect(asked).toHaveLength(1);
  });

  it("goes by the SDK where it is asked something else", async () => {
    const { executions } = answering({ status: "RUNNING", startDate: 1.5 });
    const { startDate } = await executions.send(
      new DescribeExecutionCommand({ executionArn: "arn" }),
    );
    expect(startDate).toEqual(new Date(1_500));
  });
});
