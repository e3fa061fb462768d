import type {
  _Record as StreamRecord,
  AttributeValue as StreamValue,
} from "@aws-sdk/client-dynamodb-streams";
import type { AttributeValue, DynamoDBRecord } from "aws-lambda";

/** A record as the stream itself writes it: times in seconds, bytes as base64. */
export interface WrittenRecord extends Omit<StreamRecord, "dynamodb"> {
  readonly dynamodb?: DynamoDBRecord["dynamodb"];
}

/**
 * A record as Lambda's event source mapping hands it on: as the stream's own, with binary values
 * as base64 and times as seconds since the epoch.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function eventRecord(record: WrittenRecord, streamArn: string): DynamoDBRecord {
  const { ApproximateCreationDateTime: created, ...change } = record.dynamodb ?? {};
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: "aws:dynamodb",
    awsRegion: record.awsRegion,
    dynamodb: {
      ...change,
      ...(created !== undefined && { ApproximateCreationDateTime: Math.floor(created) }),
    },
    eventSourceARN: streamArn,
    ...(record.userIdentity && {
      userIdentity: {
        principalId: record.userIdentity.PrincipalId,
        type: record.userIdentity.Type,
      },
    }),
  };
}

/** What the SDK has read of a record, as it was written. */
export function asWritten({ dynamodb = {}, ...record }: StreamRecord): WrittenRecord {
  const { ApproximateCreationDateTime: created, Keys, NewImage, OldImage, ...change } = dynamodb;
  return {
    ...record,
    dynamodb: {
      ...change,
      ...(created && { ApproximateCreationDateTime: created.getTime() / 1_000 }),
      ...(Keys && { Keys: imageOf(Keys) }),
      ...(NewImage && { NewImage: imageOf(NewImage) }),
      ...(OldImage && { OldImage: imageOf(OldImage) }),
    },
  };
}

function imageOf(image: Record<string, StreamValue>): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(image).map(([name, value]) => [name, lambdaValue(value)]),
  );
}

function lambdaValue(value: StreamValue): AttributeValue {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(lambdaValue) };
  if (value.M) return { M: imageOf(value.M) };
  return value as AttributeValue;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
