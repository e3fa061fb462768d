import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { UNLOGGED } from "../../shared/aws/unlogged.ts";
import { sendDirectly } from "./directly.ts";
import type { NextDoor } from "./loopback.ts";

/** What executions are told while all goes well. */
const OPERATIONS = new Map<unknown, string>([
  [SendTaskFailureCommand, "SendTaskFailure"],
  [SendTaskSuccessCommand, "SendTaskSuccess"],
  [StartExecutionCommand, "StartExecution"],
]);

/** A client's way to the engine of this process, shorter for what succeeds at once. */
export function executionsDirectly({ client, ask }: NextDoor): Pick<SFNClient, "send"> {
  return sendDirectly({
    sdk: new SFNClient({ logger: UNLOGGED, ...client }),
    ask,
    protocol: "AWSStepFunctions",
    operations: OPERATIONS,
    heard: (text) => JSON.parse(text, (name, value) => (DATES.has(name) ? moment(value) : value)),
  });
}

const DATES = new Set(["startDate"]);

function moment(seconds: number): Date {
  return new Date(seconds * 1_000);
}
