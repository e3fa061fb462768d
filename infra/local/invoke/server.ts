import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "../../../functions/log.ts";
import { BodyTooLarge, readBody } from "../body.ts";
import { arnOf, nameInArn } from "./context.ts";
import { type Functions, invokeInProcess, MAX_PAYLOAD_BYTES } from "./in-process.ts";
import { FunctionNotFound, type Invoke } from "./invocation.ts";

/** A Lambda endpoint; `AWS_ENDPOINT_URL_LAMBDA` points clients to it. */
export interface FunctionServer {
  readonly endpoint: string;
  /** Waits for the invocations under way. */
  close(): Promise<void>;
}

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Serves functions by Lambda's Invoke protocol, so that `@aws-sdk/client-lambda` works unchanged
 * (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). Requests are not authenticated:
 * it belongs on loopback. An `Event` invocation runs once, other than Lambda's three attempts, and
 * its failure is logged.
 */
export async function serveFunctions(
  functions: Functions,
  options: { log: Log; port?: number; host?: string; timeoutSeconds?: number },
): Promise<FunctionServer> {
  const { timeoutSeconds } = options;
  const invoke = invokeInProcess(functions, { timeoutSeconds });
  return serveInvocations(invoke, Object.keys(functions), options);
}

/** The same protocol before what invokes functions already, by the names of those that there are. */
export async function serveInvocations(
  invoke: Invoke,
  names: readonly string[],
  options: { log: Log; port?: number; host?: string },
): Promise<FunctionServer> {
  const { log, port = 0, host = "127.0.0.1" } = options;
  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>) => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  const server = createServer((request, response) => {
    track(
      answer(request, { names, invoke, log, track }).then(
        (given) => send(response, given),
        (error) => send(response, errorAnswer(error)),
      ),
    );
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    endpoint: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      while (underWay.size > 0) await Promise.all(underWay);
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Serving {
  readonly names: readonly string[];
  readonly invoke: Invoke;
  readonly log: Log;
  readonly track: (work: Promise<unknown>) => void;
}

async function answer(request: IncomingMessage, serving: Serving): Promise<Answer> {
  const { pathname } = new URL(request.url ?? "/", "http://lambda");
  const encoded = request.method === "POST" ? PATH.exec(pathname)?.[1] : undefined;
  if (!encoded) throw new ServiceError(404, "UnknownOperationException", "Unknown operation.");
  const name = nameInArn(decodeURIComponent(encoded));
  const payload = (await readBody(request, MAX_PAYLOAD_BYTES)).toString();
  refuseOtherThanJson(payload);
  if (!serving.names.includes(name)) throw new FunctionNotFound(arnOf(name));
  switch (request.headers["x-amz-invocation-type"] ?? "RequestResponse") {
    case "RequestResponse": {
      const result = await serving.invoke(name, payload);
      return {
        status: 200,
        headers: {
          "x-amz-executed-version": "$LATEST",
          ...(result.functionError && { "x-amz-function-error": result.functionError }),
        },
        body: result.payload,
      };
    }
    case "Event":
      serving.track(runUnattended(name, payload, serving));
      return { status: 202 };
    case "DryRun":
      return { status: 204 };
    default:
      throw new ServiceError(400, "InvalidParameterValueException", "Unknown invocation type.");
  }
}

async function runUnattended(name: string, payload: string, { invoke, log }: Serving) {
  const { functionError } = await invoke(name, payload);
  if (functionError) log.error("An event's function failed.", { functionName: name });
}

/** An error of the Lambda service itself, by its API name. */
class ServiceError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function refuseOtherThanJson(payload: string): void {
  if (payload === "") return;
  try {
    JSON.parse(payload);
  } catch {
    const message = "Could not parse request body into json.";
    throw new ServiceError(400, "InvalidRequestContentException", message);
  }
}

function errorAnswer(error: unknown): Answer {
  const { status, code, message } = serviceErrorOf(error);
  return {
    status,
    headers: { "x-amzn-errortype": code },
    body: JSON.stringify({ Type: status < 500 ? "User" : "Service", Message: message }),
  };
}

function serviceErrorOf(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof FunctionNotFound) {
    return new ServiceError(404, "ResourceNotFoundException", error.message);
  }
  if (error instanceof BodyTooLarge) {
    return new ServiceError(413, "RequestTooLargeException", error.message);
  }
  return new ServiceError(500, "ServiceException", "The invocation could not be served.");
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const common = { "content-type": "application/json", "x-amzn-requestid": randomUUID() };
  // An unread rest of the request would be taken for the next one.
  if (!response.req.complete) response.shouldKeepAlive = false;
  response.writeHead(status, { ...common, ...headers });
  response.end(body);
}
