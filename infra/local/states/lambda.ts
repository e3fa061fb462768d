import { randomUUID } from "node:crypto";
import { type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import type { Invocation } from "./execution.ts";
import type { Message } from "./interpreter.ts";

/**
 * Calls a function, by its name or its ARN. A rejection is a failure of Lambda itself: an error
 * that bears the name of one of Lambda's own errors, such as `TooManyRequestsException`.
 */
export type Invoke = (
  functionArn: string,
  payload: string,
) => Promise<{ readonly payload: string; readonly functionError?: string | undefined }>;

/**
 * Calls functions over Lambda's Invoke protocol.
 * docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 * @param endpoint such as `http://127.0.0.1:9001`; without one, every call fails as unreachable
 */
export function invokeOver(endpoint: string | undefined): Invoke {
  return async (functionArn, payload) => {
    if (!endpoint) throw failure("SdkClientException", "AWS_ENDPOINT_URL_LAMBDA is not set");
    const path = `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`;
    const response = await post(new URL(path, endpoint), payload).catch((error: Error) => {
      throw failure("SdkClientException", `Unable to execute HTTP request: ${error.message}`);
    });
    const { statusCode: status = 0, headers, text } = response;
    if (status < 200 || status > 299) {
      throw failure(errorName(response), messageOf(text), status);
    }
    return { payload: text, functionError: headerOf(headers, "x-amz-function-error") };
  };
}

type Response = Pick<IncomingMessage, "statusCode" | "headers"> & { readonly text: string };

/** Not by `fetch`, which gives an answer up after five minutes: a function may take fifteen. */
function post(url: URL, body: string): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-amz-invocation-type": "RequestResponse",
  };
  const send = url.protocol === "https:" ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    // A connection of its own: one that is kept might be closed by the other side meanwhile.
    const request = send(url, { method: "POST", headers, agent: false }, (response) => {
      textOf(response).then((text) => {
        const { statusCode, headers } = response;
        resolve({ statusCode, headers, text });
      }, reject);
    });
    request.once("error", reject);
    request.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function headerOf(headers: IncomingMessage["headers"], name: string): string | undefined {
  return headers[name]?.toString();
}

/** Makes the call that an execution has asked for. @returns what it is to be told of it */
export async function perform(
  invoke: Invoke,
  { thread, attempt, functionName, payload }: Invocation,
  requestId: string,
): Promise<Message> {
  try {
    const answer = { ...(await invoke(functionName, payload)), requestId };
    return { kind: "returned", thread, attempt, answer };
  } catch (error) {
    return { kind: "unreachable", thread, attempt, ...describe(error) };
  }
}

function failure(name: string, message: string, status?: number): Error {
  return Object.assign(new Error(message), { name, status });
}

const STATUSES: Readonly<Record<string, number>> = {
  ResourceNotFoundException: 404,
  TooManyRequestsException: 429,
};

/** The error's name and cause as a Task state reports a call that Lambda did not take. */
function describe(reason: unknown): { readonly error: string; readonly cause: string } {
  const {
    name = "Error",
    message = String(reason),
    status,
  } = reason as Partial<Error> & {
    status?: number;
  };
  if (name === "Error" || name === "SdkClientException") {
    return { error: "Lambda.SdkClientException", cause: message };
  }
  const code = status ?? STATUSES[name] ?? 500;
  const cause = `${message} (Service: AWSLambda; Status Code: ${code}; Error Code: ${name}; Request ID: ${randomUUID()}; Proxy: null)`;
  return { error: `Lambda.${name}`, cause };
}

/** The error's name as Lambda gives it; Step Functions puts `Lambda.` before it. */
function errorName({ statusCode, headers, text }: Response): string {
  const header = headerOf(headers, "x-amzn-errortype");
  if (header) return header.replace(/[:#].*$/, "");
  try {
    const { __type: type } = JSON.parse(text) as { __type?: string };
    if (type) return type.replace(/^.*#/, "");
  } catch {}
  if (statusCode === 404) return "ResourceNotFoundException";
  return statusCode === 429 ? "TooManyRequestsException" : "ServiceException";
}

function messageOf(text: string): string {
  try {
    const { Message: upper, message = upper } = JSON.parse(text) as Record<string, string>;
    return message ?? text;
  } catch {
    return text;
  }
}
