import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  type GetRecordsInput,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type Shard,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import type { AskDirectly } from "../loopback.ts";
import { asWritten, type WrittenRecord } from "./event.ts";

/** The ARN of a table's newest stream; undefined if it has none (yet). */
export async function newestStream(
  client: DynamoDBStreamsClient,
  tableName: string,
): Promise<string | undefined> {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }));
  // Labels are times: an earlier stream, once switched off, stays readable for a day.
  const byAge = Streams.toSorted((a, b) =>
    (a.StreamLabel ?? "") < (b.StreamLabel ?? "") ? -1 : 1,
  );
  return byAge.at(-1)?.StreamArn;
}

export async function shardsOf(
  client: DynamoDBStreamsClient,
  streamArn: string,
): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const { StreamDescription: page } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: from }),
    );
    shards.push(...(page?.Shards ?? []));
    from = page?.LastEvaluatedShardId;
  } while (from);
  return shards;
}

/** Reads one shard forward. */
export interface ShardReader {
  read(limit: number): Promise<ShardPage>;
}

/** What one read found. */
export interface ShardPage {
  readonly records: readonly WrittenRecord[];
  /** The shard was closed, and this was its end. */
  readonly isEnd: boolean;
}

/**
 * Reads one shard forward.
 * @param options.ask a shorter way than the client's, for a read that succeeds at once
 * @param options.after the position to begin after; asked again whenever an iterator has expired.
 * @param options.onTrimmed told when the position is older than what the stream still holds; the
 *   reading goes on at the oldest record.
 */
export function shardReader(options: {
  client: DynamoDBStreamsClient;
  ask?: AskDirectly;
  streamArn: string;
  shardId: string;
  after: () => string | undefined;
  onTrimmed: () => void;
}): ShardReader {
  const { client, ask, streamArn, shardId, after, onTrimmed } = options;
  let iterator: string | undefined;

  const throughClient = async (wanted: GetRecordsInput): Promise<WrittenPage> => {
    const { Records = [], ...page } = await client.send(new GetRecordsCommand(wanted));
    return { ...page, Records: Records.map(asWritten) };
  };

  const newIterator = async (position: string | undefined) => {
    const start = position
      ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: position }
      : { ShardIteratorType: "TRIM_HORIZON" as const };
    const command = new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ...start,
    });
    return (await client.send(command)).ShardIterator;
  };

  const readFrom = async (position: string | undefined, limit: number): Promise<ShardPage> => {
    iterator ??= await newIterator(position);
    const wanted = { ShardIterator: iterator, Limit: limit };
    const direct = await ask?.("DynamoDBStreams_20120810.GetRecords", wanted);
    const { Records, NextShardIterator }: WrittenPage =
      direct && "text" in direct ? JSON.parse(direct.text) : await throughClient(wanted);
    iterator = NextShardIterator;
    return { records: Records, isEnd: iterator === undefined };
  };

  return {
    async read(limit) {
      try {
        return await readFrom(after(), limit);
      } catch (error) {
        // Whatever it was, the next read begins at what is done with: nothing is skipped.
        iterator = undefined;
        if (error instanceof ExpiredIteratorException) return readFrom(after(), limit);
        if (!(error instanceof TrimmedDataAccessException)) throw error;
        onTrimmed();
        return readFrom(undefined, limit);
      }
    },
  };
}

interface WrittenPage {
  readonly Records: readonly WrittenRecord[];
  readonly NextShardIterator?: string;
}
