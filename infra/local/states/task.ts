import type { Thread } from "./execution.ts";
import { evaluateTemplate } from "./expression.ts";
import { StateFailure, tooLarge } from "./failure.ts";
import { bindingsOf, record, type Step } from "./history.ts";
import { DATA_LIMIT, isObject, type Json, sizeOf } from "./json.ts";
import type { TaskState } from "./language.ts";
import { settle } from "./outcome.ts";
import { secondsOf } from "./wait.ts";

/** How a Task calls its function, and the family of events that tells of it. */
interface Integration {
  /** `arn:aws:states:::lambda:invoke`, with or without a callback; else a function's own ARN. */
  readonly optimized: boolean;
  readonly callback: boolean;
  readonly prefix: "Task" | "LambdaFunction";
  readonly details: Readonly<Record<string, string>>;
}

/** What a function answered. */
export interface Answer {
  readonly payload: string;
  /** Set when the function failed: `Handled` or `Unhandled`. */
  readonly functionError?: string | undefined;
  readonly requestId: string;
}

function integrationOf({ Resource: resource }: TaskState): Integration {
  const callback = resource.endsWith(".waitForTaskToken");
  const optimized = resource.includes(":::lambda:invoke");
  const name = callback ? "invoke.waitForTaskToken" : "invoke";
  return {
    optimized,
    callback,
    prefix: optimized ? "Task" : "LambdaFunction",
    details: optimized ? { resource: name, resourceType: "lambda" } : {},
  };
}

/** Evaluates the arguments and asks for the call, which is made once all of it is stored. */
export async function startTask(step: Step, thread: Thread, state: TaskState): Promise<void> {
  const integration = integrationOf(state);
  thread.attempt += 1;
  if (integration.callback) thread.token = step.world.token(thread.id, thread.attempt);
  const bindings = bindingsOf(step, thread);
  const seconds = async (field: "TimeoutSeconds" | "HeartbeatSeconds") => {
    const template = state[field];
    return template === undefined ? undefined : secondsOf(field, template, bindings);
  };
  const timeout = await seconds("TimeoutSeconds");
  const heartbeat = await seconds("HeartbeatSeconds");
  const args =
    state.Arguments === undefined
      ? thread.input
      : await evaluateTemplate(state.Arguments, "Arguments", bindings);
  const written = JSON.stringify(args);
  if (sizeOf(written) > DATA_LIMIT) throw tooLarge(thread.state);
  thread.call = integration.optimized
    ? callOf(args)
    : { functionName: state.Resource, payload: written };
  const now = step.world.now();
  if (timeout !== undefined) thread.deadline = now + timeout * 1000;
  if (heartbeat !== undefined && integration.callback) {
    thread.heartbeat = { seconds: heartbeat, at: now + heartbeat * 1000 };
  }
  recordScheduled(step, thread, integration, written, { timeout, heartbeat }, state);
  thread.phase = "invoking";
  step.outbox.invocations.push({ thread: thread.id, attempt: thread.attempt, ...thread.call });
}

function recordScheduled(
  step: Step,
  thread: Thread,
  { prefix, optimized, details }: Integration,
  written: string,
  { timeout, heartbeat }: { timeout: number | undefined; heartbeat: number | undefined },
  state: TaskState,
): void {
  record(step, thread, `${prefix}Scheduled`, {
    ...(optimized
      ? { parameters: written, region: step.world.region, ...details }
      : { input: written, inputDetails: { truncated: false }, resource: state.Resource }),
    timeoutInSeconds: timeout,
    heartbeatInSeconds: optimized ? heartbeat : undefined,
  });
  record(step, thread, `${prefix}Started`, optimized ? details : undefined);
}

/** `lambda:invoke` sends a Payload that is a string as it is, and anything else as JSON. */
function callOf(args: Json): { functionName: string; payload: string } {
  const fields = isObject(args) ? (args as Record<string, Json>) : {};
  const { FunctionName: name, Payload: payload = {}, InvocationType: type = SYNCHRONOUS } = fields;
  const unknown = Object.keys(fields).find((field) => !INVOKED_WITH.includes(field));
  if (unknown !== undefined) throw unusable(args, `The field '${unknown}' is not supported`);
  if (name === undefined)
    throw unusable(args, "The field 'FunctionName' is required but was missing");
  if (typeof name !== "string") {
    throw unusable(args, "The value for the field 'FunctionName' must be a STRING");
  }
  if (type !== SYNCHRONOUS) throw unusable(args, `The InvocationType '${type}' is not supported`);
  return {
    functionName: name,
    payload: typeof payload === "string" ? payload : JSON.stringify(payload),
  };
}

const SYNCHRONOUS = "RequestResponse";
const INVOKED_WITH: readonly string[] = ["FunctionName", "Payload", "InvocationType"];

function unusable(args: Json, reason: string): StateFailure {
  const given = JSON.stringify(args);
  return new StateFailure(
    "States.Runtime",
    `The Arguments '${given}' could not be used to start the Task: [${reason}]`,
  );
}

/** The function has answered. */
export async function returned(
  step: Step,
  thread: Thread,
  state: TaskState,
  answer: Answer,
): Promise<void> {
  const integration = integrationOf(state);
  if (answer.functionError !== undefined)
    throw recordFailure(step, thread, state, functionFailure(answer));
  const result = integration.optimized
    ? envelope(answer, step.world.now())
    : parsed(answer.payload);
  const output = JSON.stringify(result);
  const described = { output, outputDetails: { truncated: false }, ...integration.details };
  if (sizeOf(output) > DATA_LIMIT) {
    const name = integration.optimized ? "lambda" : state.Resource;
    throw recordFailure(step, thread, state, tooLarge(name));
  }
  if (integration.callback) {
    record(step, thread, "TaskSubmitted", described);
    thread.phase = "submitted";
    return;
  }
  record(step, thread, `${integration.prefix}Succeeded`, described);
  await finish(step, thread, state, result);
}

/** The holder of the token has reported success. */
export async function succeeded(
  step: Step,
  thread: Thread,
  state: TaskState,
  output: string,
): Promise<void> {
  const { details } = integrationOf(state);
  const result = JSON.parse(output) as Json;
  const described = { output: JSON.stringify(result), outputDetails: { truncated: false } };
  record(step, thread, "TaskSucceeded", { ...described, ...details });
  await finish(step, thread, state, result);
}

async function finish(step: Step, thread: Thread, state: TaskState, result: Json): Promise<void> {
  await settle(step, thread, state, { next: state.Next, fallback: result, extra: { result } });
}

/** Records that the attempt failed, and gives the failure back to be thrown. */
export function recordFailure(
  step: Step,
  thread: Thread,
  state: TaskState,
  failure: StateFailure,
): StateFailure {
  const { prefix, details } = integrationOf(state);
  const { error, detail: cause } = failure;
  const suffix = error === "States.Timeout" ? "TimedOut" : "Failed";
  record(step, thread, `${prefix}${suffix}`, { error, cause, ...details });
  return failure;
}

/** The error's name is the `errorType` of the payload; the payload is the cause. */
function functionFailure({ payload }: Answer): StateFailure {
  const body = parsed(payload);
  if (isObject(body) && typeof body["errorType"] === "string" && body["errorType"] !== "") {
    return new StateFailure(body["errorType"], payload);
  }
  return new StateFailure(
    "Lambda.Unknown",
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
  );
}

function parsed(payload: string): Json {
  if (payload === "") return null;
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return payload;
  }
}

/** The result of `lambda:invoke`: the response of Lambda's Invoke, headers and all. */
function envelope({ payload, requestId }: Answer, now: number): Json {
  const moment = Math.floor(now / 1000).toString(16);
  const trace = requestId.replaceAll("-", "").slice(0, 24);
  const headers: Record<string, string> = {
    Connection: "keep-alive",
    "Content-Length": String(Buffer.byteLength(payload)),
    "Content-Type": "application/json",
    Date: new Date(now).toUTCString(),
    "X-Amz-Executed-Version": "$LATEST",
    "x-amzn-Remapped-Content-Length": "0",
    "x-amzn-RequestId": requestId,
    "X-Amzn-Trace-Id": `Root=1-${moment}-${trace};Sampled=0`,
  };
  const all = Object.entries(headers).map(([name, value]): [string, Json] => [name, [value]]);
  return {
    ExecutedVersion: "$LATEST",
    Payload: parsed(payload),
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(all),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}
