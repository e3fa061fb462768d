import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Engine } from "./engine.ts";
import { isObject } from "./json.ts";
import { Refusal } from "./refusal.ts";

const TYPE = "application/x-amz-json-1.0";
/** A request of AWS's own largest size, with every character escaped. */
const LONGEST_BODY = 8 * 1_048_576;

export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves an engine over the AWS JSON 1.0 protocol, as `@aws-sdk/client-sfn` speaks it.
 * smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function serveStates(
  engine: Engine,
  { port, host = "127.0.0.1" }: { readonly port: number; readonly host?: string },
): Promise<Served> {
  const server = createServer((request, response) => {
    void respond(engine, request, response);
  });
  server.keepAliveTimeout = 65_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const { port: bound } = server.address() as AddressInfo;
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ port: bound, close });
    });
  });
}

async function respond(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = String(request.headers["x-amz-target"] ?? "");
  const { status, body } = await answerCall(engine, target, () => read(request));
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": TYPE,
    "content-length": Buffer.byteLength(text),
    "x-amzn-requestid": randomUUID(),
  });
  response.end(text);
}

/**
 * Answers one request of the protocol, wherever it was read.
 * @param target the header `X-Amz-Target`
 * @param read gives the request's body as it was sent
 */
export async function answerCall(
  engine: Engine,
  target: string,
  read: () => string | Promise<string>,
): Promise<{ status: number; body: object }> {
  try {
    const operation = target.startsWith("AWSStepFunctions.") ? target.slice(17) : target;
    const input = parsed(await read());
    return { status: 200, body: await engine.call(operation, input) };
  } catch (error) {
    if (error instanceof Refusal) {
      return { status: 400, body: { __type: error.name, message: error.message } };
    }
    process.emitWarning(error as Error);
    return { status: 500, body: { __type: "InternalFailure", message: "Internal failure" } };
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LONGEST_BODY) throw new Refusal("ValidationException", "The request is too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): object {
  try {
    const body: unknown = JSON.parse(text || "{}");
    if (isObject(body)) return body;
  } catch {}
  throw new Refusal("SerializationException", "The request is not a JSON object");
}
