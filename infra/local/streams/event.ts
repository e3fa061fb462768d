import type {
  _Record as StreamRecord,
  AttributeValue as StreamValue,
} from "@aws-sdk/client-dynamodb-streams";
import type { AttributeValue, DynamoDBRecord } from "aws-lambda";

/**
 * A record as Lambda's event source mapping hands it on: as the stream's own, with binary values
 * as base64 and times as seconds since the epoch.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function eventRecord(record: StreamRecord, streamArn: string): DynamoDBRecord {
  const {
    ApproximateCreationDateTime: created,
    Keys,
    NewImage,
    OldImage,
    ...change
  } = record.dynamodb ?? {};
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: "aws:dynamodb",
    awsRegion: record.awsRegion,
    dynamodb: {
      ...change,
      ...(created && { ApproximateCreationDateTime: Math.floor(created.getTime() / 1_000) }),
      ...(Keys && { Keys: imageOf(Keys) }),
      ...(NewImage && { NewImage: imageOf(NewImage) }),
      ...(OldImage && { OldImage: imageOf(OldImage) }),
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
