import type { DynamoDBBatchResponse } from "aws-lambda";
import type { Invoke } from "../invoke/invocation.ts";
import type { StreamConsumer } from "./delivery.ts";

/** A function as the consumer of a stream: its failure fails the batch. */
export function functionConsumer(invoke: Invoke, functionName: string): StreamConsumer {
  return async (event) => {
    const { payload, functionError } = await invoke(functionName, JSON.stringify(event));
    const result: unknown = JSON.parse(payload);
    if (functionError) throw new FunctionFailed((result as { errorType?: string }).errorType);
    return (result as DynamoDBBatchResponse | null) ?? undefined;
  };
}

/** Bears the name of the error that the function failed with, and nothing else of it. */
class FunctionFailed extends Error {
  constructor(errorType = "Unhandled") {
    super("The stream's function failed.");
    this.name = errorType;
  }
}
