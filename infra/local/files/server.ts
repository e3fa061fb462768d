import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { type Credentials, uriEncodePath } from "../../../shared/aws/signature.ts";
import { drain } from "../body.ts";
import { openForcedDatabase } from "../database.ts";
import type { Mount } from "../mount.ts";
import { type Backoff, openQueue, QUEUE_SCHEMA } from "../queue.ts";
import { checkHeader, checkLink, target } from "../signed-request.ts";
import { type ObjectCreated, objectCreated } from "./event.ts";
import { FileFault, sendFault } from "./fault.ts";
import { OBJECT_SCHEMA, openObjects } from "./objects.ts";
import { sendCopied, sendObject, sendPosted } from "./reply.ts";
import { type StoredFiles, storedFiles } from "./stored.ts";
import { MAX_KEY_BYTES, storeForm, storePut } from "./upload.ts";

/** A file store, also for whoever is in the same process. */
export interface FileStore extends Mount {
  readonly stored: StoredFiles;
}

/** An inspection holds the whole file in memory. */
const MOST_BYTES_AT_ONCE = 80 * 2 ** 20;
const BACKOFF: Backoff = { first: 1000, most: 60_000 };

/**
 * A file store that speaks the slice of S3's REST protocol the platform uses, to be mounted at
 * `url` (path style: `<url>/<bucket>/<key>`): GET, HEAD, PUT, DELETE and copy of an object, signed
 * in the header; GET and HEAD by a pre-signed link; POST by a pre-signed form.
 *
 * @param options.url absolute, where the store is mounted; the S3 client's endpoint.
 * @param options.folder of its own within the data folder.
 * @param options.watched the prefix below which `onCreated` hears of every object.
 * @param options.origins whose pages may read the answers: the bucket's CORS rule.
 * @param options.onCreated called at least once for each object stored under the prefix, again and
 *   again until it fulfils, also after a crash; like EventBridge it may come late and repeated.
 */
export async function openFiles(options: {
  url: string;
  folder: string;
  bucket: string;
  credentials: Credentials;
  watched?: string;
  origins?: readonly string[];
  onCreated: (event: ObjectCreated) => Promise<unknown>;
  now?: () => number;
  backoff?: Backoff;
  onFailure?: (error: unknown) => void;
}): Promise<FileStore> {
  const { url, folder, bucket, credentials, watched = "quarantine/", onCreated } = options;
  const { now = Date.now, backoff = BACKOFF, onFailure, origins = [] } = options;
  const schema = OBJECT_SCHEMA + QUEUE_SCHEMA;
  const { database, onDisk, close } = openForcedDatabase(join(folder, "files.db"), schema);
  const events = openQueue<ObjectCreated>({
    database,
    now,
    backoff,
    load: { most: MOST_BYTES_AT_ONCE, of: ({ detail }) => detail.object.size },
    ...(onFailure && { onFailure }),
    work: async (event) => void (await onCreated(event)),
  });
  const objects = openObjects({
    database,
    onDisk,
    folder: join(folder, "content"),
    now,
    onStored: (object, reason) => {
      if (object.key.startsWith(watched)) events.add(objectCreated(bucket, object, reason));
    },
  });
  const check = () => ({ credentials, service: "s3", now: now() });
  void events.wake();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowOrigin(request, response, origins);
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    const { path, query } = target(request);
    const key = keyOf(path, url, bucket);
    if (key === "") return answerForm(request, response);

    const byLink = query.some(([name]) => name === "X-Amz-Signature");
    const payload = String(request.headers["x-amz-content-sha256"] ?? "");
    const fault = byLink ? checkLink(request, check()) : checkHeader(request, payload, check());
    if (fault) throw new FileFault(fault);
    const subresource = query.find(([name]) => !/^(x-id|X-Amz-.*|response-content-.*)$/.test(name));
    if (subresource) throw new FileFault("NotImplemented");

    const found = objects.find(key);
    if (request.method === "GET" || request.method === "HEAD") {
      if (!found) throw new FileFault("NoSuchKey");
      return sendObject(request, response, found, objects);
    }
    // A link is given to strangers, to read one object with; nothing is changed by it.
    if (byLink) throw new FileFault("AccessDenied");
    if (request.method === "DELETE") {
      await objects.remove(key);
      response.writeHead(204).end();
    } else if (request.method === "PUT" && request.headers["x-amz-copy-source"] !== undefined) {
      await answerCopy(request, response, key);
    } else if (request.method === "PUT") {
      const { etag } = await storePut(request, key, objects);
      response.writeHead(200, { etag: `"${etag}"` }).end();
    } else {
      throw new FileFault("MethodNotAllowed");
    }
  }

  async function answerForm(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "POST") throw new FileFault("NotImplemented");
    const { object, fields } = await storeForm(request, bucket, objects, check());
    const location = `${url}/${bucket}${uriEncodePath(`/${object.key}`)}`;
    sendPosted(response, object, fields.get("success_action_status"), location);
  }

  async function answerCopy(request: IncomingMessage, response: ServerResponse, to: string) {
    const source = decodeURIComponent(String(request.headers["x-amz-copy-source"]));
    const [from, of] = [source.replace(/^\//, ""), `${bucket}/`];
    if (!from.startsWith(of)) throw new FileFault("NoSuchBucket");
    const replaced = request.headers["x-amz-metadata-directive"] === "REPLACE";
    const mediaType = replaced ? request.headers["content-type"] : undefined;
    const copied = await objects.copy(from.slice(of.length), to, mediaType);
    if (!copied) throw new FileFault("NoSuchKey");
    sendCopied(response, copied);
  }

  async function refuse(request: IncomingMessage, response: ServerResponse, error: unknown) {
    if (response.headersSent) return response.destroy();
    request.unpipe();
    await drain(request);
    sendFault(response, toFault(error, onFailure));
  }

  return {
    stored: storedFiles(objects, () => void events.wake()),
    listener(request, response) {
      void answer(request, response)
        .catch((error) => refuse(request, response, error))
        .then(() => events.wake());
    },
    async close() {
      await events.close();
      await close();
    },
  };
}

/** Says to a browser that a page of ours may read the answer; a preflight is answered by the same. */
function allowOrigin(
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  origins: readonly string[],
): void {
  response.setHeader("vary", "origin");
  if (origin === undefined || !origins.includes(origin)) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-methods", "GET, HEAD, POST");
  response.setHeader("access-control-expose-headers", "etag, location");
}

/** The key a path names below the store's own address, empty for the bucket itself. */
function keyOf(path: string, url: string, bucket: string): string {
  const root = `${new URL(url).pathname.replace(/\/$/, "")}/${bucket}`;
  if (path !== root && !path.startsWith(`${root}/`)) throw new FileFault("NoSuchBucket");
  const key = path.slice(root.length + 1);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new FileFault("KeyTooLongError");
  return key;
}

function toFault(error: unknown, onFailure?: (error: unknown) => void): FileFault {
  if (error instanceof FileFault) return error;
  if (error instanceof URIError) return new FileFault("InvalidURI");
  onFailure?.(error);
  return new FileFault("InternalError");
}
