import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "../../../functions/log.ts";
import { BodyTooLarge, readBody } from "../body.ts";
import { CannotStart } from "../cannot-start.ts";
import { FunctionNotFound, type Invoke } from "../invoke/invocation.ts";
import {
  type Answer,
  answerOf,
  BAD_REQUEST,
  NOT_FOUND,
  plainAnswer,
  SERVER_ERROR,
  TOO_LARGE,
  UNAVAILABLE,
} from "./answer.ts";
import { type Authorizer, tokenVerifier, Unauthorized } from "./authorizer.ts";
import { gatewayEvent } from "./event.ts";
import { type MountedListener, mountOf, serveMount } from "./mounted.ts";
import { decode, type Route, type RouteMatch, routeTable } from "./routes.ts";
import { discardRest, newRequestId, sendAnswer } from "./sending.ts";

export interface DoorOptions {
  readonly routes: readonly Route[];
  readonly invoke: Invoke;
  readonly authorizers: readonly Authorizer[];
  readonly mounts?: readonly MountedListener[];
  /** 0 takes any free port. */
  readonly port: number;
  /** Loopback, unless said otherwise. */
  readonly host?: string;
  readonly log: Log;
  /** Real time in milliseconds since the epoch: tokens know no other. */
  readonly now?: () => number;
  /** How long a function may take before the answer is 503. */
  readonly integrationTimeoutMs?: number;
}

export interface Door {
  readonly port: number;
  /** Takes no new request, lets those under way end, and then closes all connections. */
  close(): Promise<void>;
}

/** API Gateway's quotas: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_HEADER_BYTES = 10_240;
const INTEGRATION_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 5_000;

/**
 * The platform's HTTP door: API Gateway's HTTP API on one machine. Functions get the events and
 * clients get the answers that they would get on AWS; HEAD and OPTIONS are served beyond it.
 *
 * @throws {CannotStart} one line that says what to do, such as for a taken port.
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { log, mounts = [], host = "127.0.0.1" } = options;
  refuseUnknownIssuers(options);
  const handle = requestHandler(options);
  const underWay = new Set<ServerResponse>();

  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: 60_000, headersTimeout: 10_000 },
    (request, response) => {
      underWay.add(response);
      response.once("close", () => underWay.delete(response));
      const mount = mountOf(mounts, request);
      if (mount) return void serveMount(mount, request, response, log);
      void handle(request, response);
    },
  );
  server.keepAliveTimeout = 65_000;
  await listen(server, options.port, host);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Else their connections would stay open for a next request that nobody will serve.
      for (const response of underWay) response.shouldKeepAlive = false;
      const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
      await closed;
      clearTimeout(impatience);
    },
  };
}

/** A route whose tokens nobody can verify would refuse everybody, and only say so much later. */
function refuseUnknownIssuers({ routes, authorizers }: DoorOptions): void {
  const known = new Set(authorizers.map(({ issuer }) => issuer));
  for (const { method, path, auth } of routes) {
    const unknown = auth === "none" ? undefined : auth.issuers.find((issuer) => !known.has(issuer));
    if (unknown) throw new Error(`${method} ${path} asks for tokens of ${unknown}: no authorizer.`);
  }
}

function requestHandler(options: DoorOptions) {
  const { invoke, log, now = Date.now } = options;
  const { integrationTimeoutMs = INTEGRATION_TIMEOUT_MS } = options;
  const routes = routeTable(options.routes);
  const verify = tokenVerifier(options.authorizers, now);

  const answer = async (request: IncomingMessage, visit: Visit): Promise<Answer> => {
    const [, path = "/", query = ""] = /^([^?]*)\??(.*)$/s.exec(request.url ?? "/") ?? [];
    if (decode(path) === undefined) return BAD_REQUEST;
    const match = routes.match(request.method ?? "GET", path);
    visit.match = match;
    if (!match) return withoutRoute(request, routes.methods(path));
    const { auth, functionName } = match.route;
    const claims =
      auth === "none" ? undefined : await verify(request.headers.authorization, auth.issuers);
    const body = await readBody(request, MAX_BODY_BYTES);
    const { requestId, startedAt } = visit;
    const event = gatewayEvent({
      request,
      path,
      query,
      body,
      match,
      claims,
      requestId,
      now: startedAt,
    });
    const result = await within(integrationTimeoutMs, invoke(functionName, JSON.stringify(event)));
    return result ? answerOf(result) : UNAVAILABLE;
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const visit: Visit = { requestId: newRequestId(), startedAt: now(), match: undefined };
    const given = await answer(request, visit).catch((error) =>
      // The client went away in the middle of its request: nobody is left to read this.
      request.destroyed && !request.complete ? BAD_REQUEST : failed(error, visit, log),
    );
    await discardRest(request);
    sendAnswer(response, given, visit.requestId);
    // The route and not the path: a path carries ids, and may carry what somebody typed.
    log.info("Request served.", {
      requestId: visit.requestId,
      route: visit.match ? `${visit.match.route.method} ${visit.match.route.path}` : "none",
      method: request.method,
      status: given.status,
      milliseconds: now() - visit.startedAt,
    });
  };
}

interface Visit {
  readonly requestId: string;
  readonly startedAt: number;
  match: RouteMatch | undefined;
}

function failed(error: unknown, visit: Visit, log: Log): Answer {
  if (error instanceof Unauthorized) {
    return plainAnswer(401, "Unauthorized", { "www-authenticate": error.wwwAuthenticate });
  }
  if (error instanceof BodyTooLarge) return TOO_LARGE;
  log.error(
    error instanceof FunctionNotFound ? error.message : "A request could not be handed on.",
    { requestId: visit.requestId, error: error instanceof Error ? error.name : "unknown" },
  );
  return SERVER_ERROR;
}

/** API Gateway knows no OPTIONS without a route; here it says which methods a path has. */
function withoutRoute(request: IncomingMessage, methods: string[]): Answer {
  if (request.method !== "OPTIONS" || methods.length === 0) return NOT_FOUND;
  const allow = [...methods, "OPTIONS"].join(", ");
  return { status: 204, headers: { allow }, body: Buffer.alloc(0) };
}

/** Undefined when the time is over first. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}

async function listen(server: ReturnType<typeof createServer>, port: number, host: string) {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)));
    server.listen(port, host, resolve);
  });
}

function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const why: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program: stop it, or choose another port.`,
    EACCES: `Port ${port} on ${host} may not be opened by this user: choose one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: choose another host.`,
  };
  return new CannotStart(
    why[error.code ?? ""] ?? `Port ${port} on ${host} cannot be opened: ${error.message}`,
    { cause: error },
  );
}
