import type { IncomingMessage, ServerResponse } from "node:http";

/** The body was larger than the caller allows; to be answered with 413. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

const MAX_DRAINED = 64 * 2 ** 20;

/**
 * The whole body of a request.
 * @throws BodyTooLarge when there are more than `maxBytes`.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBytes) {
      await drain(request);
      throw new BodyTooLarge(`More than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads what is left of a body and forgets it, up to 64 MiB: most clients look at the answer only
 * when they have sent everything, and lose it when the connection is closed on them before.
 */
export async function drain(request: IncomingMessage): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > MAX_DRAINED) return;
    }
  } catch {
    // Whoever broke off does not wait for an answer.
  }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify(value));
}
