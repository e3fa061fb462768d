import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Log } from "../../../functions/log.ts";

/** Handles a batch; rejects for all of it, or names the first record that it could not handle. */
export type StreamConsumer = (
  event: DynamoDBStreamEvent,
) => Promise<DynamoDBBatchResponse | undefined> | Promise<void>;

export interface Delivery {
  readonly consume: StreamConsumer;
  /** Told of the last record that is done with; what follows is not. */
  readonly onProgress: (sequenceNumber: string) => void;
  /** How often one record is tried by itself before it is given up. */
  readonly maxAttempts: number;
  /** Waits before a retry; false if there shall be none because all is ending. */
  readonly pause: (milliseconds: number) => Promise<boolean>;
  readonly log: Log;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Delivers records in order and at least once, as an event source mapping with
 * `BisectBatchOnFunctionError` and `ReportBatchItemFailures`: a batch that fails is halved until
 * the record at fault stands alone; this is tried again, ever more slowly, and then given up with a
 * line in the log, so that it cannot hold up what follows for ever.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 *
 * @returns false if it was ended before all records were done with.
 */
export async function deliver(
  records: readonly DynamoDBRecord[],
  delivery: Delivery,
  attempt = 1,
): Promise<boolean> {
  if (records.length === 0) return true;
  const failure = await tryBatch(records, delivery);
  if (!failure) {
    progress(records.at(-1), delivery);
    return true;
  }
  const { doneCount } = failure;
  if (doneCount > 0) {
    progress(records[doneCount - 1], delivery);
    return deliver(records.slice(doneCount), delivery);
  }
  if (records.length > 1) {
    const middle = failure.isNamed ? 1 : Math.ceil(records.length / 2);
    return (
      (await deliver(records.slice(0, middle), delivery)) &&
      (await deliver(records.slice(middle), delivery))
    );
  }
  if (attempt >= delivery.maxAttempts) {
    giveUp(records[0], failure, delivery);
    return true;
  }
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return (await delivery.pause(pause)) && deliver(records, delivery, attempt + 1);
}

interface Failure {
  /** How many records at the beginning were handled. */
  readonly doneCount: number;
  /** Whether the consumer named the record after these as the one at fault. */
  readonly isNamed: boolean;
  /** The error's name; its message may hold anything. */
  readonly error: string;
}

async function tryBatch(
  records: readonly DynamoDBRecord[],
  { consume }: Delivery,
): Promise<Failure | undefined> {
  try {
    const response = await consume({ Records: [...records] });
    const named = (response?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
    if (named.length === 0) return undefined;
    const places = named.map((name) => records.findIndex((one) => numberOf(one) === name));
    // A name that is none of the batch's fails the batch, as on AWS.
    const isNamed = places.every((place) => place >= 0);
    return { doneCount: isNamed ? Math.min(...places) : 0, isNamed, error: "BatchItemFailure" };
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    return { doneCount: 0, isNamed: false, error: name };
  }
}

function giveUp(
  record: DynamoDBRecord | undefined,
  { error }: Failure,
  { log, onProgress }: Delivery,
) {
  log.error("A stream record is given up; the sweep has to find what it would have started.", {
    sequenceNumber: numberOf(record),
    eventName: record?.eventName,
    error,
  });
  onProgress(numberOf(record));
}

function progress(record: DynamoDBRecord | undefined, { onProgress }: Delivery): void {
  onProgress(numberOf(record));
}

function numberOf(record: DynamoDBRecord | undefined): string {
  return record?.dynamodb?.SequenceNumber ?? "";
}
