import { randomUUID } from "node:crypto";
import type { EventBridgeEvent } from "aws-lambda";
import type { StoredObject } from "./objects.ts";

/** How an object came to be. */
export type CreationReason = "PutObject" | "POST Object" | "CopyObject";

/**
 * EventBridge's "Object Created", which carries the key as it is, where S3's own notifications
 * carry it form-encoded (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html). The
 * bucket is not versioned: there is no `version-id`.
 */
export type ObjectCreated = EventBridgeEvent<
  "Object Created",
  {
    readonly version: "0";
    readonly bucket: { readonly name: string };
    readonly object: {
      readonly key: string;
      readonly size: number;
      readonly etag: string;
      readonly sequencer: string;
    };
    readonly "request-id": string;
    readonly requester: string;
    readonly "source-ip-address": string;
    readonly reason: CreationReason;
  }
>;

const ACCOUNT = "000000000000";

/** The event of an object that was just stored. */
export function objectCreated(
  bucket: string,
  object: StoredObject,
  reason: CreationReason,
): ObjectCreated {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Object Created",
    source: "aws.s3",
    account: ACCOUNT,
    time: new Date(object.modified).toISOString().replace(/\.\d{3}Z$/, "Z"),
    region: "local",
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: "0",
      bucket: { name: bucket },
      object: {
        key: object.key,
        size: object.size,
        etag: object.etag,
        sequencer: object.modified.toString(16).toUpperCase().padStart(18, "0"),
      },
      "request-id": randomUUID(),
      requester: ACCOUNT,
      "source-ip-address": "127.0.0.1",
      reason,
    },
  };
}
