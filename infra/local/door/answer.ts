import type { InvocationResult } from "../invoke/invocation.ts";

/** An HTTP answer, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** What API Gateway answers by itself: `{"message": ...}`. */
export function plainAnswer(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

export const NOT_FOUND = plainAnswer(404, "Not Found");
export const BAD_REQUEST = plainAnswer(400, "Bad Request");
export const TOO_LARGE = plainAnswer(413, "Request Entity Too Large");
export const SERVER_ERROR = plainAnswer(500, "Internal Server Error");
export const UNAVAILABLE = plainAnswer(503, "Service Unavailable");

/**
 * What API Gateway makes of a function's result (payload format 2.0): an object with a `statusCode`
 * is the answer, anything else is a body of JSON, and what is neither is a 500.
 */
export function answerOf(result: InvocationResult): Answer {
  if (result.functionError) return SERVER_ERROR;
  const value: unknown = result.payload === "" ? null : JSON.parse(result.payload);
  if (!isRecord(value) || !("statusCode" in value)) {
    const body = typeof value === "string" ? value : JSON.stringify(value);
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: Buffer.from(body),
    };
  }
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded = false } = value;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return SERVER_ERROR;
  if (!isRecord(headers ?? {}) || !Array.isArray(cookies ?? [])) return SERVER_ERROR;
  if (typeof (body ?? "") !== "string") return SERVER_ERROR;
  return {
    status,
    headers: {
      "content-type": "text/plain;charset=UTF-8",
      ...headersOf(headers as Record<string, unknown> | null),
      ...((cookies as unknown[] | null)?.length && {
        "set-cookie": (cookies as unknown[]).map(String),
      }),
    },
    body: Buffer.from((body as string | null) ?? "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

function headersOf(headers: Record<string, unknown> | null): Record<string, string> {
  const entries = Object.entries(headers ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
