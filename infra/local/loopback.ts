/**
 * The SDK's way to a service on this machine. Its own handler makes a request object, five timers
 * and a stream of every call, and its signer six digests: more than what is asked of a store
 * next door. This one is given to the clients by the SDK's own settings, so that all they do else,
 * their retries and errors included, stays as it is on AWS.
 */
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { type Dispatcher, Pool } from "undici";
import { tookPlace } from "./store/lost-reply.ts";

type Handler = NonNullable<DynamoDBClientConfig["requestHandler"]>;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface Reply {
  readonly response: { statusCode: number; headers: Record<string, string>; body: Uint8Array };
}

/** Settings of a client whose requests need no signature where they go. */
export interface Loopback {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: Handler;
  readonly signer: { sign<Request>(request: Request): Promise<Request> };
}

/** What one asking brought: the text of an answer of success, or what the SDK is to make of it. */
export type Brought = { readonly text: string } | { readonly failed: Promise<Reply> };

/**
 * Asks once, past the SDK. A transaction whose reply was lost but that took place is a success.
 * @param target the header `X-Amz-Target`: `DynamoDB_20120810.GetItem`
 */
export type AskDirectly = (target: string, input: object) => Promise<Brought>;

/** Given to the SDK with a command that was asked once already: its first asking brought this. */
export interface AskedBefore {
  failed?: Promise<Reply>;
}

/** The two ways to a service next door: by the SDK's client with these settings, and past it. */
export interface NextDoor {
  readonly client: Loopback;
  readonly ask: AskDirectly;
}

export interface OpenLoopback extends NextDoor {
  close(): Promise<void>;
}

/**
 * The way to a service of this very process: no socket between, and the same bytes.
 * @param answer given the header `X-Amz-Target` and the request's body
 */
export function withinProcess(
  access: Pick<Loopback, "region" | "credentials">,
  answer: (target: string, body: string) => Promise<{ status: number; body: object }>,
): NextDoor {
  const replyTo = async (target: string, text: string): Promise<Reply> => {
    const { status, body } = await answer(target, text);
    const content = Buffer.from(JSON.stringify(body));
    return { response: { statusCode: status, headers: {}, body: content } };
  };
  const asked = ({ headers, body = "" }: Request) =>
    replyTo(
      headers["x-amz-target"] ?? "",
      typeof body === "string" ? body : bytesOf(body).toString(),
    );
  return {
    client: clientOf(access, "http://127.0.0.1", asked),
    ask: (target, input) => brought(replyTo(target, JSON.stringify(input))),
  };
}

/** As many requests at once as the neighbour answers without one waiting for the other's answer. */
const CONNECTIONS = 64;

/** @param endpoint of a service that verifies no signatures, such as `http://127.0.0.1:20001` */
export function openLoopback(
  endpoint: string,
  access: Pick<Loopback, "region" | "credentials">,
): OpenLoopback {
  const pool = new Pool(endpoint, { connections: CONNECTIONS, pipelining: 1 });
  const asked = (request: Request) =>
    exchange(pool, request).catch(async (error) => {
      if (isTransaction(request) && (await hasTakenPlace(pool, request))) return DONE;
      throw error;
    });
  const identity = identityOf(access);
  return {
    client: clientOf(access, endpoint, asked),
    ask(target, input) {
      const headers = { ...identity, "content-type": TYPE, "x-amz-target": target };
      return brought(asked({ method: "POST", path: "/", headers, body: JSON.stringify(input) }));
    },
    close: () => pool.destroy(),
  };
}

async function brought(reply: Promise<Reply>): Promise<Brought> {
  const { response } = await reply.catch(() => NO_REPLY);
  if (response.statusCode !== 200) return { failed: reply };
  return { text: bytesOf(response.body).toString() };
}

/** A client's settings; what was asked before is not asked a second time, but answered with that. */
function clientOf(
  access: Pick<Loopback, "region" | "credentials">,
  endpoint: string,
  asked: (request: Request) => Promise<Reply>,
): Loopback {
  const handle = (request: Request, before: AskedBefore = {}) => {
    const { failed } = before;
    delete before.failed;
    return failed ?? asked(request);
  };
  return {
    ...access,
    endpoint,
    requestHandler: handlerOf(handle),
    signer: { sign: named(access) },
  };
}

const TYPE = "application/x-amz-json-1.0";
const NO_REPLY: Reply = { response: { statusCode: 0, headers: {}, body: Buffer.alloc(0) } };

function handlerOf(handle: (request: Request, before?: AskedBefore) => Promise<Reply>): Handler {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    handle,
    httpHandlerConfigs: () => ({}),
    updateHttpClientConfig: () => {},
    // What is behind it serves every client; the end of one is not its own.
    destroy: () => {},
  };
}

/** The store asks who calls, and takes the caller's word for it. */
function identityOf({ region, credentials }: Pick<Loopback, "region" | "credentials">) {
  const scope = `${credentials.accessKeyId}/20260101/${region}/dynamodb/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    "x-amz-date": "20260101T000000Z",
  };
}

function named(access: Pick<Loopback, "region" | "credentials">) {
  const identity = identityOf(access);
  return async <Request>(request: Request): Promise<Request> => {
    Object.assign((request as { headers: object }).headers, identity);
    return request;
  };
}

function exchange(pool: Pool, request: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let headers: Record<string, string> = {};
    pool.dispatch(
      {
        method: request.method as Dispatcher.HttpMethod,
        path: request.path,
        headers: request.headers,
        body: withoutToken(request) ?? null,
      },
      {
        onRequestStart() {},
        onResponseStart(_, statusCode, received) {
          status = statusCode;
          headers = received as Record<string, string>;
        },
        onResponseData(_, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          const [only = Buffer.alloc(0), ...rest] = chunks;
          const body = rest.length === 0 ? only : Buffer.concat(chunks);
          resolve({ response: { statusCode: status, headers, body } });
        },
        onResponseError(_, error) {
          reject(recoverable(error));
        },
      },
    );
  });
}

/**
 * The SDK gives every transaction a token of its own, by which a repetition is known. The store
 * keeps each for ten minutes and looks through all of them at the next transaction, which after
 * forty thousand took five times as long; and it forgets them when it dies. A repetition is known
 * by what stands there instead. A quote within a value is escaped: only the member itself reads so.
 */
function withoutToken(request: Request): Request["body"] {
  const { body } = request;
  if (!isTransaction(request) || !(body instanceof Uint8Array)) return body;
  const bytes = Buffer.from(bytesOf(body));
  const start = bytes.indexOf(TOKEN);
  if (start < 0) return body;
  const end = bytes.indexOf('"', start + TOKEN.length) + 1;
  // Blanks in its place, and in that of its comma: the length was already told.
  const isLast = bytes[start - 1] === COMMA;
  return bytes.fill(" ", isLast ? start - 1 : start, isLast ? end : end + 1);
}

function isTransaction({ headers }: Request): boolean {
  return headers["x-amz-target"]?.endsWith(".TransactWriteItems") ?? false;
}

/** What DynamoDB says of a transaction that took place. */
const DONE: Reply = { response: { statusCode: 200, headers: {}, body: Buffer.from("{}") } };

function hasTakenPlace(pool: Pool, { method, path, headers, body }: Request): Promise<boolean> {
  const { "content-length": _, ...others } = headers;
  return tookPlace(
    body instanceof Uint8Array ? bytesOf(body).toString() : (body ?? "{}"),
    async (operation, input) => {
      const target = String(headers["x-amz-target"]).replace(/[^.]+$/, operation);
      const asked = { method, path, headers: { ...others, "x-amz-target": target } };
      const { response } = await exchange(pool, { ...asked, body: JSON.stringify(input) });
      return JSON.parse(Buffer.from(response.body).toString());
    },
  );
}

/** The SDK's own kind of bytes, which takes itself for a text, as plain ones. */
function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

const TOKEN = Buffer.from('"ClientRequestToken":"');
const COMMA = ",".charCodeAt(0);

/** A connection that broke is tried again by the SDK, which knows it by the code that Node gives. */
function recoverable(error: Error & { code?: string }): Error {
  return error.code?.startsWith("UND_ERR") ? Object.assign(error, { code: "ECONNRESET" }) : error;
}
