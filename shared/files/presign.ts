import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  ALGORITHM,
  amzDate,
  type Credentials,
  canonicalQuery,
  scopeText,
  signRequest,
  UNSIGNED_PAYLOAD,
  uriEncodePath,
} from "../aws/signature.ts";

/**
 * A link that gives one object to whoever holds it, until it expires (at most seven days):
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html. Signed at `now`,
 * which is real time: the storage compares it with its own clock.
 */
export async function presignGet(
  client: S3Client,
  object: { readonly bucket: string; readonly key: string },
  options: {
    readonly expiresInSeconds: number;
    readonly response: Readonly<Record<`response-${string}`, string>>;
    readonly now: number;
  },
): Promise<string> {
  const credentials: Credentials = await client.config.credentials();
  const { protocol, host, path } = await addressOf(client, object);
  const date = amzDate(options.now);
  const scope = { day: date.slice(0, 8), region: await client.config.region(), service: "s3" };
  const query: [string, string][] = [
    ...Object.entries(options.response),
    ["X-Amz-Algorithm", ALGORITHM],
    ["X-Amz-Credential", `${credentials.accessKeyId}/${scopeText(scope)}`],
    ["X-Amz-Date", date],
    ["X-Amz-Expires", String(options.expiresInSeconds)],
    ["X-Amz-SignedHeaders", "host"],
  ];
  if (credentials.sessionToken) query.push(["X-Amz-Security-Token", credentials.sessionToken]);

  const signature = signRequest(
    { method: "GET", path, query, headers: [["host", host]], payloadHash: UNSIGNED_PAYLOAD },
    date,
    scope,
    credentials.secretAccessKey,
  );
  const signed = canonicalQuery([...query, ["X-Amz-Signature", signature]]);
  return `${protocol}//${host}${uriEncodePath(path)}?${signed}`;
}

/**
 * Where the client itself would look for an object: by virtual host or by path, on AWS or on
 * another endpoint. The request is built and caught before it is signed or sent.
 */
async function addressOf(client: S3Client, object: { bucket: string; key: string }) {
  const command = new GetObjectCommand({ Bucket: object.bucket, Key: object.key });
  let built: BuiltRequest | undefined;
  command.middlewareStack.add(
    () =>
      async ({ request }) => {
        built = request as BuiltRequest;
        return { response: {}, output: { $metadata: {} } };
      },
    { step: "build", priority: "low", name: "catchAddress" },
  );
  await client.send(command);
  if (!built) throw new Error("The S3 client built no request.");
  const host = built.port === undefined ? built.hostname : `${built.hostname}:${built.port}`;
  return { protocol: built.protocol, host, path: decodeURIComponent(built.path) };
}

interface BuiltRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
}
