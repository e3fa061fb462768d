import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { type Answer, SERVER_ERROR } from "./answer.ts";

/** What is read and thrown away of a body that nobody wants, at most. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** The connection is the door's own affair, as it is API Gateway's. */
const CONNECTION_HEADERS = new Set(["connection", "keep-alive", "transfer-encoding"]);

/** Sends one answer whole. A header that HTTP does not allow makes it a 500, as on AWS. */
export function sendAnswer(response: ServerResponse, answer: Answer, requestId: string): void {
  const sendable = setHeaders(response, answer) ? answer : SERVER_ERROR;
  const bodiless = sendable.status === 204 || sendable.status === 304;
  response.setHeader("apigw-requestid", requestId);
  if (bodiless) response.removeHeader("content-type");
  else response.setHeader("content-length", sendable.body.length);
  response.writeHead(sendable.status);
  response.end(bodiless || response.req.method === "HEAD" ? undefined : sendable.body);
}

function setHeaders(response: ServerResponse, answer: Answer): boolean {
  const headers = Object.entries(answer.headers).filter(([name]) => !CONNECTION_HEADERS.has(name));
  try {
    for (const [name, value] of headers) response.setHeader(name, value);
    return true;
  } catch {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.setHeader("content-type", "application/json");
    return false;
  }
}

/** Reads on what nobody wants, so that a client that is still sending gets to read the answer. */
export async function discardRest(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  let discarded = 0;
  request.on("data", (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MAX_DISCARDED_BYTES) request.destroy();
  });
  await finished(request).catch(() => {});
}

/** Sixteen characters, as API Gateway's own. */
export function newRequestId(): string {
  return randomBytes(11).toString("base64");
}
