import { Duration } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Names } from "../names.ts";
import { kept } from "../removal.ts";
import type { Settings } from "../settings.ts";

/** Uploads arrive here and leave it when they are released or refused. */
const QUARANTINE = "quarantine/";
const DOCUMENTS = "documents/";

/** Who reads from quarantine, and nobody else, whatever else they may do in the account. */
const INSPECTOR = "inspect-document";

/** The bucket of uploaded documents. What it holds is announced on the account's event bus. */
export function createDocuments(scope: Construct, names: Names, settings: Settings): Bucket {
  const { origins } = settings;
  const bucket = new Bucket(scope, "Documents", {
    ...closed(settings),
    versioned: true,
    serverAccessLogsBucket: new Bucket(scope, "DocumentsAccessLogs", {
      ...closed(settings),
      lifecycleRules: [{ expiration: Duration.days(settings.logDays) }],
    }),
    lifecycleRules: [
      // An upload that was never inspected: the form is valid for minutes, the inspection takes seconds.
      { prefix: QUARANTINE, expiration: Duration.days(1) },
      { noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
      { abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    ...(origins.length > 0 && {
      cors: [
        {
          allowedOrigins: origins,
          allowedMethods: [HttpMethods.GET, HttpMethods.POST],
          allowedHeaders: ["*"],
          maxAge: 600,
        },
      ],
    }),
  });
  announce(bucket);
  bucket.addToResourcePolicy(quarantined(bucket, names.roleArn(INSPECTOR)));
  return bucket;
}

/** The bucket's resources by what a grant names them. */
export function objectsOf(bucketArn: string, place: "quarantine" | "documents"): string {
  return `${bucketArn}/${place === "quarantine" ? QUARANTINE : DOCUMENTS}*`;
}

function closed(settings: Settings) {
  return {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: kept(settings),
  };
}

/** By its property: the construct's own option puts a function of its own into the account for it. */
function announce(bucket: Bucket): void {
  const resource = bucket.node.defaultChild as CfnBucket;
  resource.notificationConfiguration = {
    eventBridgeConfiguration: { eventBridgeEnabled: true },
  };
}

function quarantined(bucket: Bucket, inspector: string): PolicyStatement {
  return new PolicyStatement({
    sid: "UnreadableUntilInspected",
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ["s3:GetObject", "s3:GetObjectVersion"],
    resources: [objectsOf(bucket.bucketArn, "quarantine")],
    conditions: { ArnNotEquals: { "aws:PrincipalArn": inspector } },
  });
}
