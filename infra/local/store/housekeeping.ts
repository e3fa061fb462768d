import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import type { Log } from "../../../functions/log.ts";
import type { TableSpec } from "./schema.ts";

/** What DynamoDB does by itself and dynoxide does not: forget old stream records and expired items. */

/** DynamoDB Streams keeps a record for 24 hours. */
export const STREAM_RETENTION_MS = 24 * 3_600_000;

/** dynoxide waits 5 s for the file's write lock; a batch of this size holds it for about 2 ms. */
const TRIM_BATCH = 500;
/** Between two batches, for the writers in line. */
const TRIM_PAUSE_MS = 5;
const SCAN_PAGE = 500;

/**
 * Gives dynoxide's stream table the index that its own queries need: without it each write reads
 * all records of the past. To be called while dynoxide runs (it makes the table); WAL lets both
 * have the file open.
 */
export function indexStreamRecords(databaseFile: string): void {
  withDatabase(databaseFile, (database) =>
    database.exec(
      "CREATE INDEX IF NOT EXISTS local_stream_seq" +
        " ON _stream_records(table_name, CAST(sequence_number AS INTEGER))",
    ),
  );
}

/**
 * Forgets a table's stream records from before `before` (milliseconds since the epoch), a bounded
 * number at a time. The newest is always kept: dynoxide counts on from it, and a sequence number
 * used twice would be skipped by every reader.
 *
 * @returns whether older ones may be left for a next call.
 */
export function trimStreamRecords(
  databaseFile: string,
  tableName: string,
  before: number,
): boolean {
  const { changes } = withDatabase(databaseFile, (database) =>
    database.prepare(TRIM).run({
      before: Math.floor(before / 1_000),
      table: tableName,
      batch: TRIM_BATCH,
    }),
  );
  return Number(changes) === TRIM_BATCH;
}

/** By the index: its cost is that of the batch, however many records there are. */
const TRIM = `
DELETE FROM _stream_records WHERE created_at < :before AND id IN (
  SELECT id FROM _stream_records
  WHERE table_name = :table AND CAST(sequence_number AS INTEGER) < (
    SELECT max(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = :table)
  ORDER BY CAST(sequence_number AS INTEGER) LIMIT :batch)`;

function withDatabase<T>(databaseFile: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(databaseFile, { timeout: 5_000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Where a sweep goes on; undefined is the table's beginning. */
export type SweepPosition = Record<string, AttributeValue> | undefined;

/**
 * Deletes the expired items of one page of the table. Its cost is that of one page, whatever the
 * table's size: like DynamoDB's own expiry it comes late, never early. An item whose expiry was
 * moved meanwhile stays.
 *
 * @param now milliseconds since the epoch.
 */
export async function sweepExpired(
  client: DynamoDBClient,
  spec: TableSpec,
  now: number,
  from: SweepPosition,
): Promise<{ deleted: number; next: SweepPosition }> {
  const past = {
    ExpressionAttributeNames: { "#expiresAt": spec.expiresAt },
    ExpressionAttributeValues: {
      ":now": { N: String(Math.floor(now / 1_000)) },
      ":number": { S: "N" },
    },
  };
  const expired = "#expiresAt < :now AND attribute_type(#expiresAt, :number)";
  const page = await client.send(
    new ScanCommand({
      TableName: spec.name,
      Limit: SCAN_PAGE,
      ExclusiveStartKey: from,
      FilterExpression: expired,
      ProjectionExpression: "#partition, #sort",
      ...past,
      ExpressionAttributeNames: {
        ...past.ExpressionAttributeNames,
        "#partition": spec.partitionKey,
        "#sort": spec.sortKey,
      },
    }),
  );
  let deleted = 0;
  for (const item of page.Items ?? []) {
    const remove = new DeleteItemCommand({
      TableName: spec.name,
      Key: item,
      ConditionExpression: expired,
      ...past,
    });
    deleted += await client.send(remove).then(() => 1, ifMoved);
  }
  return { deleted, next: page.LastEvaluatedKey };
}

function ifMoved(error: unknown): 0 {
  if (error instanceof ConditionalCheckFailedException) return 0;
  throw error;
}

/** Does both every `everyMs` until stopped: trims all that is due, and sweeps one page. */
export function keepHouse(options: {
  client: DynamoDBClient;
  spec: TableSpec;
  databaseFile: string;
  now: () => number;
  everyMs: number;
  log: Log;
}): { stop(): Promise<void> } {
  const { client, spec, databaseFile, now, everyMs, log } = options;
  let position: SweepPosition;
  let stopped = false;
  let timer: NodeJS.Timeout;

  const turn = async () => {
    const before = now() - STREAM_RETENTION_MS;
    while (!stopped && trimStreamRecords(databaseFile, spec.name, before)) {
      await delay(TRIM_PAUSE_MS);
    }
    const { deleted, next } = await sweepExpired(client, spec, now(), position);
    position = next;
    if (deleted > 0) log.debug("Deleted what had expired.", { deleted });
  };
  let working: Promise<void> = Promise.resolve();
  const schedule = () => {
    timer = setTimeout(() => {
      working = turn()
        .catch((error: Error) => {
          log.warn("Keeping house in the store failed; it is tried again.", { error: error.name });
        })
        .finally(() => stopped || schedule());
    }, everyMs);
  };
  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await working;
    },
  };
}
