import {
  DynamoDBStreamsClient,
  type DynamoDBStreamsClientConfig,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb-streams";
import type { Log } from "../../../functions/log.ts";
import { UNLOGGED } from "../../../shared/aws/unlogged.ts";
import type { AskDirectly } from "../loopback.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { deliver, type StreamConsumer } from "./delivery.ts";
import { eventRecord, type WrittenRecord } from "./event.ts";
import { newestStream, type ShardReader, shardReader, shardsOf } from "./shard.ts";
import { type SharedShard, sharedShard } from "./shared-shard.ts";
import { type Waiting, waiting } from "./waiting.ts";

export interface StreamPolling {
  readonly endpoint: string;
  /** As the table's own client has it: some local databases keep one store for each key. */
  readonly access?: DynamoDBStreamsClientConfig;
  /** A shorter way for reading records. */
  readonly ask?: AskDirectly;
  /** Shards that others follow as well: what one has read, the next need not. */
  readonly shared?: Map<string, SharedShard>;
  readonly tableName: string;
  /** The file in which this consumer's progress is kept. */
  readonly checkpoint: string;
  readonly invoke: StreamConsumer;
  /** Records that it refuses are passed over, as by the filter of an event source mapping. */
  readonly filter?: (record: WrittenRecord) => boolean;
  /** The longest wait between two looks at a stream in which nothing happens. */
  readonly idleMs?: number;
  /** The first wait after the stream's end was reached; it doubles up to `idleMs`. */
  readonly restMs?: number;
  /** Lets records gather for this long before the next look: a mapping's batching window. */
  readonly gatherMs?: number;
  /** Records in one invocation, at most 1000. */
  readonly batchSize?: number;
  /** How often one record is tried by itself before it is given up. */
  readonly maxAttempts?: number;
  readonly log: Log;
}

export interface StreamPoller {
  /** Something was written: look at once. */
  nudge(): void;
  /** Ends after the invocation under way. */
  stop(): Promise<void>;
}

const SHORTEST_WAIT_MS = 5;
const LONGEST_RECOVERY_MS = 1_000;

/**
 * A Lambda event source mapping for a DynamoDB stream, on one machine: delivers each record at
 * least once and in order from the beginning of what the stream still holds, and remembers on disk
 * what is done with. Each consumer has a poller of its own, as each mapping on AWS, so that none
 * waits for another's failures.
 *
 * While records come it reads without a pause, but for the time it lets them gather; otherwise it
 * waits from `restMs` up to `idleMs`.
 */
export function pollStream(polling: StreamPolling): StreamPoller {
  const client = new DynamoDBStreamsClient({
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    logger: UNLOGGED,
    ...polling.access,
    endpoint: polling.endpoint,
  });
  const wait = waiting();
  const running = follow(client, polling, wait);
  return {
    nudge: wait.nudge,
    async stop() {
      wait.end();
      await running;
      client.destroy();
    },
  };
}

/** Follows the table's stream, and the next one if the table is made anew, until the end. */
async function follow(client: DynamoDBStreamsClient, polling: StreamPolling, wait: Waiting) {
  const { log, tableName } = polling;
  let recovery = SHORTEST_WAIT_MS;
  while (!wait.ended) {
    try {
      const streamArn = await newestStream(client, tableName);
      if (streamArn) await followShards(client, streamArn, polling, wait);
      else log.warn("The table has no stream yet.", { tableName });
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      log.warn("The stream cannot be found; it is looked for again.", { tableName, error: name });
    }
    await wait.out(recovery);
    recovery = Math.min(LONGEST_RECOVERY_MS, recovery * 2);
  }
}

/** Reads every shard whose parent is done with, all at the same time; ends with the stream. */
async function followShards(
  client: DynamoDBStreamsClient,
  streamArn: string,
  polling: StreamPolling,
  wait: Waiting,
): Promise<void> {
  const checkpoint = openCheckpoint(polling.checkpoint, streamArn);
  const reading = new Map<string, Promise<void>>();
  while (!wait.ended) {
    const shards = await shardsOf(client, streamArn);
    const ids = new Set(shards.map(({ ShardId }) => ShardId));
    for (const { ShardId: id = "", ParentShardId: parent } of shards) {
      const mayBegin = !parent || !ids.has(parent) || checkpoint.isFinished(parent);
      if (!mayBegin || checkpoint.isFinished(id) || reading.has(id)) continue;
      const shard = readShard({ client, streamArn, shardId: id, checkpoint, polling, wait });
      reading.set(
        id,
        shard.finally(() => reading.delete(id)),
      );
    }
    if (reading.size === 0) return;
    await Promise.race(reading.values());
  }
  await Promise.all(reading.values());
}

interface ShardReading {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly shardId: string;
  readonly checkpoint: Checkpoint;
  readonly polling: StreamPolling;
  readonly wait: Waiting;
}

/** Reads one shard to its end, whatever happens to the store meanwhile; never rejects. */
async function readShard(reading: ShardReading): Promise<void> {
  const { shardId, checkpoint, polling, wait } = reading;
  const { log, idleMs = 50, batchSize = 100, restMs = SHORTEST_WAIT_MS, gatherMs = 0 } = polling;
  const reader = readerOf(reading);
  let pause = SHORTEST_WAIT_MS;
  let recovery = SHORTEST_WAIT_MS;
  while (!wait.ended) {
    try {
      const { records, isEnd } = await reader.read(batchSize);
      recovery = SHORTEST_WAIT_MS;
      if (!(await handOn(records, reading))) return;
      if (isEnd) return checkpoint.finish(shardId);
      pause = records.length > 0 ? Math.max(restMs, gatherMs) : Math.min(idleMs, pause * 2);
      // As many as were asked for are not all there are.
      if (records.length === batchSize) continue;
      // What is written meanwhile has its own nudge.
      if (records.length > 0 && gatherMs > 0) await wait.out(gatherMs);
      else await wait.untilNudged(pause);
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      log.warn("The stream cannot be read; it is tried again.", { shardId, error: name });
      await wait.out(recovery);
      recovery = Math.min(LONGEST_RECOVERY_MS, recovery * 2);
      // The shard is gone, and perhaps its table: what there is now is to be asked anew.
      if (error instanceof ResourceNotFoundException) return;
    }
  }
}

function readerOf({ client, streamArn, shardId, checkpoint, polling }: ShardReading): ShardReader {
  const { ask, log, shared } = polling;
  const open = (after: () => string | undefined) =>
    shardReader({
      client,
      ...(ask && { ask }),
      streamArn,
      shardId,
      after,
      onTrimmed: () => log.warn("Stream records were trimmed before they were read.", { shardId }),
    });
  const position = () => checkpoint.position(shardId);
  if (!shared) return open(position);
  const name = `${streamArn} ${shardId}`;
  const shard = shared.get(name) ?? sharedShard(open);
  shared.set(name, shard);
  return shard.readerFor(position);
}

/** Delivers what the filter lets through, and counts the rest as done with. */
async function handOn(records: readonly WrittenRecord[], reading: ShardReading): Promise<boolean> {
  const { streamArn, shardId, checkpoint, polling, wait } = reading;
  const { filter = () => true, maxAttempts = 8, log, invoke } = polling;
  const wanted = records.filter(filter).map((record) => eventRecord(record, streamArn));
  const done = await deliver(wanted, {
    consume: invoke,
    onProgress: (sequenceNumber) => checkpoint.advance(shardId, sequenceNumber),
    maxAttempts,
    pause: wait.out,
    log,
  });
  const last = records.at(-1)?.dynamodb?.SequenceNumber;
  if (done && last) checkpoint.pass(shardId, last);
  return done;
}
