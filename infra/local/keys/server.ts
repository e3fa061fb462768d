import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { BodyTooLarge, readBody } from "../body.ts";
import { KmsError } from "./kms-error.ts";
import { OPERATIONS } from "./operations.ts";
import { Vault } from "./vault.ts";

const MEDIA_TYPE = "application/x-amz-json-1.1";
const TARGET = /^TrentService\.(\w+)$/;
const LONGEST_BODY = 65_536;

/** A key server that runs. */
export interface KeyServer {
  readonly port: number;
  /** Answers one request of the protocol without a socket. `target` is the header `X-Amz-Target`. */
  answer(target: string, body: string): Promise<{ status: number; body: object }>;
  /** Stops it; requests under way are answered first. */
  close(): Promise<void>;
}

/**
 * Serves signing keys over the KMS protocol (AWS JSON 1.1), so that `@aws-sdk/client-kms` works
 * unchanged through `AWS_ENDPOINT_URL_KMS`. Requests are not authenticated: it belongs on the
 * loopback interface, where it listens unless told otherwise.
 *
 * @param file where the keys are kept, readable by its owner only; made when absent
 * @param port 0, the default, takes a free one
 * @throws {Error} when the file is not one of keys, or the port is taken
 */
export async function serveKeys(options: {
  readonly file: string;
  readonly port?: number;
  readonly host?: string;
}): Promise<KeyServer> {
  const { file, port = 0, host = "127.0.0.1" } = options;
  const vault = new Vault(file);
  const server = createServer((request, response) => {
    respond(vault, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await listen(server, port, host);
  return {
    port: (server.address() as AddressInfo).port,
    answer: (target, body) => answer(vault, target, async () => body),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function respond(
  vault: Vault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = String(request.headers["x-amz-target"]);
  const { status, body } = await answer(vault, target, async () =>
    (await readBody(request, LONGEST_BODY)).toString("utf8"),
  );
  response.writeHead(status, { "content-type": MEDIA_TYPE, "x-amzn-requestid": randomUUID() });
  response.end(JSON.stringify(body));
}

async function answer(
  vault: Vault,
  target: string,
  read: () => Promise<string>,
): Promise<{ status: number; body: object }> {
  try {
    const name = TARGET.exec(target)?.[1] ?? "";
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
    if (!operation) throw new KmsError("UnknownOperationException", "There is no such operation.");
    return { status: 200, body: operation(vault, await inputIn(read)) };
  } catch (error) {
    const fault = asKmsError(error);
    return { status: fault.status, body: { __type: fault.name, message: fault.message } };
  }
}

async function inputIn(read: () => Promise<string>): Promise<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(await read());
    if (typeof body === "object" && body !== null) return body as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof BodyTooLarge)) throw error;
  }
  throw new KmsError(
    "SerializationException",
    `The body is no JSON object of at most ${LONGEST_BODY} bytes.`,
  );
}

/** A failure of the vault itself (a full disk) is told as KMS would, so that clients try again. */
function asKmsError(error: unknown): KmsError {
  if (error instanceof KmsError) return error;
  process.stderr.write(`The key server failed: ${(error as Error).message}\n`);
  return new KmsError("KMSInternalException", "The keys could not be read or written.");
}
