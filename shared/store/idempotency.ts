/**
 * What was answered to a request with an `Idempotency-Key`. The record is written in the same
 * transaction as what the request did, so there is never one without the other.
 */
import type { Instant } from "../ports.ts";
import { put, type Table, type Write } from "./client.ts";
import * as keys from "./keys.ts";

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface IdempotencyRecord {
  /** Digest of method, path and body: the same key with another request is refused. */
  readonly request: string;
  readonly answer: Answer;
}

/** Records are kept a week: longer than any client retries. */
const KEPT_SECONDS = 7 * 24 * 3600;

export interface Idempotency {
  find(subject: string, key: string): Promise<IdempotencyRecord | undefined>;
}

export function idempotency(table: Table): Idempotency {
  return {
    async find(subject, key) {
      const item = await table.get(keys.idempotency(subject, key));
      return (
        item && { request: String(item["request"]), answer: JSON.parse(String(item["answer"])) }
      );
    },
  };
}

/**
 * The write of a record; it fails where the key was used meanwhile. The answer is kept as text: a
 * table keeps no order of members, and a client shall be told the same again to the letter.
 */
export function idempotencyWrite(
  subject: string,
  key: string,
  { request, answer }: IdempotencyRecord,
  realNow: Instant,
): Write {
  return put(
    {
      ...keys.idempotency(subject, key),
      request,
      answer: JSON.stringify(answer),
      expiresAt: Math.floor(realNow / 1000) + KEPT_SECONDS,
    },
    { onlyNew: true },
  );
}
