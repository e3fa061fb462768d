import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Log } from "../../../../functions/log.ts";
import type { TableSpec } from "../../../../infra/local/store/schema.ts";

export interface LoggedLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** A log that can be read. */
export function memoryLog(): Log & { readonly lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const write =
    (level: keyof Log) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields });
  return {
    lines,
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "licentia-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const LOCAL_ACCESS = {
  region: "local",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};

export function clientOf(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ ...LOCAL_ACCESS, endpoint });
}

export const TABLE: TableSpec = {
  name: "things",
  partitionKey: "pk",
  sortKey: "sk",
  indexes: [],
  expiresAt: "expiresAt",
};
