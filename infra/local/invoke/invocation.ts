/** What a Lambda invocation gives back: the answer as JSON text, or a failure as JSON text. */
export interface InvocationResult {
  /** JSON; of a failed function `{errorType, errorMessage, trace}`. */
  readonly payload: string;
  /** Set when the function failed, as the header X-Amz-Function-Error would be. */
  readonly functionError?: "Unhandled";
}

/**
 * Invokes a function by its name or ARN and waits for its end, as Lambda's `RequestResponse`.
 * A function that fails is a result, not a rejection.
 * @throws {FunctionNotFound} if there is none of that name.
 */
export type Invoke = (functionName: string, payload: string) => Promise<InvocationResult>;

/** No function has this name; Lambda's ResourceNotFoundException. */
export class FunctionNotFound extends Error {
  override readonly name = "FunctionNotFound";
  constructor(functionArn: string) {
    super(`Function not found: ${functionArn}`);
  }
}
