/** Step Functions, in either home: start an execution, tell it an outcome, ask how it is. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import type { Outcome } from "../application/event.ts";

export interface Workflow {
  /** Starts a run; one of that name that runs already is the same one. */
  start(run: RunName): Promise<"started" | "exists">;
  /** Ends a task's wait. `unknown` proves nothing: it may have been told, or its run be dead. */
  deliver(token: string, outcome: Outcome): Promise<"delivered" | "unknown">;
  /** Whether a run is still going on. */
  runs(run: RunName): Promise<boolean>;
}

export interface RunName {
  readonly permit: string;
  readonly permitVersion: number;
  readonly application: string;
  readonly run: number;
}

/** @param prefix ARN of the state machines up to the permit: `arn:...:stateMachine:licentia-` */
export function stepFunctions(client: Pick<SFNClient, "send">, prefix: string): Workflow {
  return {
    async start(run) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: `${prefix}${stateMachineOf(run.permit, run.permitVersion)}`,
            name: executionName(run.application, run.run),
            input: JSON.stringify({ applicationId: run.application }),
          }),
        );
        return "started";
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return "exists";
        throw error;
      }
    },
    async deliver(taskToken, outcome) {
      try {
        await (outcome === "Approved"
          ? client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }))
          : client.send(new SendTaskFailureCommand({ taskToken, error: outcome })));
        return "delivered";
      } catch (error) {
        if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return "unknown";
        throw error;
      }
    },
    async runs(run) {
      const machine = `${prefix}${stateMachineOf(run.permit, run.permitVersion)}`;
      const executionArn = `${machine.replace(":stateMachine:", ":execution:")}:${executionName(run.application, run.run)}`;
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return status === "RUNNING";
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return false;
        throw error;
      }
    },
  };
}

/** The state machine of one version of a permit, after the prefix: `retail-liquor-v1`. */
export function stateMachineOf(permit: string, version: number): string {
  return `${permit}-v${version}`;
}

export function executionName(application: string, run: number): string {
  return `${application}-${run}`;
}

/** The number of the run in an execution's name, or 0 where it is none of ours. */
export function runOf(execution: string): number {
  return Number(/-(\d+)$/.exec(execution)?.[1] ?? 0);
}
