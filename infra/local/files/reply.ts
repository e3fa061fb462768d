import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { target } from "../signed-request.ts";
import { escapeXml } from "./fault.ts";
import type { Objects, StoredObject } from "./objects.ts";

/** What a link may say about how its object is served. */
const OVERRIDES = {
  "response-content-disposition": "content-disposition",
  "response-content-type": "content-type",
} as const;

/** Uploads come from strangers: a browser shall save them, never show or run them in our place. */
const HARMLESS = {
  "content-disposition": "attachment",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "cache-control": "private, no-store",
};

/** Answers GET and HEAD with an object. */
export async function sendObject(
  request: IncomingMessage,
  response: ServerResponse,
  object: StoredObject,
  objects: Objects,
): Promise<void> {
  const overrides = target(request).query.flatMap(([name, value]) =>
    Object.hasOwn(OVERRIDES, name) ? [[OVERRIDES[name as keyof typeof OVERRIDES], value]] : [],
  );
  const bytes = request.method === "HEAD" ? undefined : await objects.read(object);
  response.writeHead(200, {
    ...HARMLESS,
    "content-type": object.mediaType,
    ...Object.fromEntries(overrides),
    "content-length": object.size,
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.modified).toUTCString(),
    ...(request.headers["x-amz-checksum-mode"] === "ENABLED" && {
      "x-amz-checksum-crc32": object.crc32,
      "x-amz-checksum-type": "FULL_OBJECT",
    }),
  });
  if (bytes) await pipeline(bytes, response);
  else response.end();
}

/** Answers a copy. */
export function sendCopied(response: ServerResponse, object: StoredObject): void {
  const modified = new Date(object.modified).toISOString();
  response.writeHead(200, { "content-type": "application/xml" });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<CopyObjectResult><LastModified>${modified}</LastModified><ETag>&quot;${object.etag}&quot;</ETag></CopyObjectResult>`,
  );
}

/** Answers an upload by form; the form may ask for 200 or 201 in place of 204. */
export function sendPosted(
  response: ServerResponse,
  object: StoredObject,
  asked: string | undefined,
  location: string,
): void {
  const status = asked === "200" ? 200 : asked === "201" ? 201 : 204;
  const headers = { etag: `"${object.etag}"`, location };
  if (status !== 201) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { ...headers, "content-type": "application/xml" });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>${escapeXml(location)}</Location><Key>${escapeXml(object.key)}</Key><ETag>&quot;${object.etag}&quot;</ETag></PostResponse>`,
  );
}
