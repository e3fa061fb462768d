import type { Invoke } from "./scheduler.ts";

/**
 * Calls functions over Lambda's Invoke protocol.
 * docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 * @param endpoint such as `http://127.0.0.1:9001`; without one, every call fails as unreachable
 */
export function invokeOver(endpoint: string | undefined): Invoke {
  return async (functionArn, payload) => {
    if (!endpoint) throw failure("SdkClientException", "AWS_ENDPOINT_URL_LAMBDA is not set");
    const path = `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`;
    const response = await fetch(new URL(path, endpoint), {
      method: "POST",
      headers: { "content-type": "application/json", "x-amz-invocation-type": "RequestResponse" },
      body: payload,
    }).catch((error: Error) => {
      throw failure("SdkClientException", `Unable to execute HTTP request: ${error.message}`);
    });
    const text = await response.text();
    if (!response.ok) throw failure(errorName(response, text), messageOf(text));
    const functionError = response.headers.get("x-amz-function-error") ?? undefined;
    return { payload: text, functionError };
  };
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** The error's name as Lambda gives it; Step Functions puts `Lambda.` before it. */
function errorName(response: Response, text: string): string {
  const header = response.headers.get("x-amzn-errortype");
  if (header) return header.replace(/[:#].*$/, "");
  try {
    const { __type: type } = JSON.parse(text) as { __type?: string };
    if (type) return type.replace(/^.*#/, "");
  } catch {}
  if (response.status === 404) return "ResourceNotFoundException";
  return response.status === 429 ? "TooManyRequestsException" : "ServiceException";
}

function messageOf(text: string): string {
  try {
    const { Message: upper, message = upper } = JSON.parse(text) as Record<string, string>;
    return message ?? text;
  } catch {
    return text;
  }
}
