/** The people of a journey, each signed in for real and calling over HTTP. */
import { obtainToken } from "../../infra/local/identity/login.ts";
import { findIdentity, issuerOf } from "../../infra/local/identity/people.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not there
  readonly body: any;
}

export interface Person {
  readonly id: string;
  readonly token: string;
  get(path: string): Promise<Reply>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  put(path: string, body: unknown): Promise<Reply>;
  remove(path: string): Promise<Reply>;
}

export async function call(
  url: string,
  method: string,
  path: string,
  {
    token,
    body,
    headers = {},
  }: { token?: string; body?: unknown; headers?: Record<string, string> },
): Promise<Reply> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get("content-type")?.includes("json") && text !== "";
  return {
    status: response.status,
    headers: response.headers,
    body: json ? JSON.parse(text) : text,
  };
}

export async function signIn(url: string, id: string): Promise<Person> {
  const identity = findIdentity(id);
  if (!identity) throw new Error(`nobody is called ${id}`);
  const token = await obtainToken({ issuer: issuerOf(url, identity.pool), person: id });
  return bearing(token, url, id);
}

/** Whoever holds an access token. */
export function bearing(token: string, url: string, id: string): Person {
  return {
    id,
    token,
    get: (path) => call(url, "GET", path, { token }),
    post: (path, body, headers = {}) => call(url, "POST", path, { token, body, headers }),
    put: (path, body) => call(url, "PUT", path, { token, body }),
    remove: (path) => call(url, "DELETE", path, { token }),
  };
}
