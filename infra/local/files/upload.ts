import type { IncomingMessage } from "node:http";
import { UNSIGNED_PAYLOAD } from "../../../shared/aws/signature.ts";
import type { Check } from "../signed-request.ts";
import { checkDeclared, type Digests } from "./checksum.ts";
import { decodeChunked } from "./chunked.ts";
import { FileFault } from "./fault.ts";
import { readForm } from "./form.ts";
import type { Objects, StoredObject } from "./objects.ts";
import { checkForm } from "./policy.ts";

/** Whoever holds the secret may store as much as S3 takes in one request: 5 GiB. */
export const UNBOUNDED = { least: 0, most: 5 * 2 ** 30 };
const TRAILER_PAYLOAD = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const DEFAULT_MEDIA_TYPE = "application/octet-stream";
export const MAX_KEY_BYTES = 1024;

/** Stores what a pre-signed form carries. @throws FileFault when its policy does not allow it. */
export async function storeForm(
  request: IncomingMessage,
  bucket: string,
  objects: Objects,
  check: Check,
): Promise<{ object: StoredObject; fields: ReadonlyMap<string, string> }> {
  const { fields, file } = await readForm(request);
  // Asked of the form as well as of the policy: a form for one bucket is not posted to another.
  if ((fields.get("bucket") ?? bucket) !== bucket) throw new FileFault("AccessDenied");
  const range = checkForm(new Map([...fields, ["bucket", bucket]]), check);
  const key = fields.get("key") ?? "";
  if (key === "") throw new FileFault("InvalidArgument", "The field key is missing.");
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new FileFault("KeyTooLongError");
  const object = await objects.store({
    key,
    mediaType: fields.get("content-type") ?? DEFAULT_MEDIA_TYPE,
    source: file,
    range,
    reason: "POST Object",
    accept: (digests) => checkDeclared(fields, digests),
  });
  return { object, fields };
}

/** Stores the body of a PUT whose signature was checked; every digest it declares is compared. */
export function storePut(
  request: IncomingMessage,
  key: string,
  objects: Objects,
): Promise<StoredObject> {
  const payload = String(request.headers["x-amz-content-sha256"] ?? "");
  if (payload.startsWith("STREAMING-") && payload !== TRAILER_PAYLOAD) {
    throw new FileFault("NotImplemented", `Payloads as ${payload} are not implemented here.`);
  }
  const declared: (readonly [string, string])[] = Object.entries(request.headers).map(
    ([name, value]) => [name, String(value)],
  );
  const body = request.iterator({ destroyOnReturn: false });
  const source =
    payload === TRAILER_PAYLOAD
      ? decodeChunked(body, (trailers) => {
          const promised = request.headers["x-amz-trailer"];
          if (typeof promised === "string" && !trailers.has(promised)) {
            throw new FileFault("IncompleteBody");
          }
          declared.push(...trailers);
        })
      : body;
  return objects.store({
    key,
    mediaType: request.headers["content-type"] ?? DEFAULT_MEDIA_TYPE,
    source: exactly(request.headers["x-amz-decoded-content-length"], source),
    range: UNBOUNDED,
    reason: "PutObject",
    onlyNew: ifNoneMatch(request.headers["if-none-match"]),
    accept: (digests) => {
      checkPayload(payload, digests);
      checkDeclared(declared, digests);
    },
  });
}

/** S3 knows one condition on what is not there yet: `*`, whatever it be. */
function ifNoneMatch(condition: string | undefined): boolean {
  if (condition !== undefined && condition !== "*") throw new FileFault("NotImplemented");
  return condition === "*";
}

/** The signature covers the digest that the header declares; this makes it cover the body. */
function checkPayload(declared: string, { sha256 }: Digests): void {
  if (declared === TRAILER_PAYLOAD || declared === UNSIGNED_PAYLOAD) return;
  if (Buffer.from(sha256, "base64").toString("hex") !== declared) throw new FileFault("BadDigest");
}

async function* exactly(
  declared: string | string[] | undefined,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    yield chunk;
  }
  if (declared !== undefined && size !== Number(declared)) throw new FileFault("IncompleteBody");
}
