import { createHash, createHmac } from "node:crypto";

/**
 * AWS Signature Version 4, the part both ends need: who signs a link, and the one-machine home that
 * checks what the SDK signed
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 */

export const ALGORITHM = "AWS4-HMAC-SHA256";
/** Stands in for the body's digest where the body is not part of what is signed. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** What a signature is made for: a day (`20261124`), a region, and a service (`s3`, `ses`). */
export interface Scope {
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

/** One request as it is signed; names and values not yet encoded, header names in lower case. */
export interface SignableRequest {
  readonly method: string;
  /** Decoded, beginning with `/`. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Lower-case hex SHA-256 of the body, or a stand-in for it. */
  readonly payloadHash: string;
}

/** `<day>/<region>/<service>/aws4_request`. */
export function scopeText({ day, region, service }: Scope): string {
  return `${day}/${region}/${service}/aws4_request`;
}

/** A moment as SigV4 writes it: `20261124T030000Z`. */
export function amzDate(instant: number): string {
  return `${new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, "")}`;
}

/** The names of the signed headers as they stand in a signature. */
export function signedHeaders(headers: SignableRequest["headers"]): string {
  return headers
    .map(([name]) => name)
    .sort()
    .join(";");
}

/** The signature of a request, in hex. */
export function signRequest(
  request: SignableRequest,
  date: string,
  scope: Scope,
  secretAccessKey: string,
): string {
  const text = [ALGORITHM, date, scopeText(scope), sha256(canonicalRequest(request))].join("\n");
  return signText(text, scope, secretAccessKey);
}

/** The signature of any text, such as the policy of an upload form, in hex. */
export function signText(text: string, scope: Scope, secretAccessKey: string): string {
  return createHmac("sha256", signingKey(scope, secretAccessKey)).update(text).digest("hex");
}

/** One key serves a day, a region and a service: the last one is kept. */
let last: { readonly of: string; readonly key: string | Buffer } | undefined;

function signingKey(scope: Scope, secretAccessKey: string): string | Buffer {
  const parts = scopeText(scope).split("/");
  const of = `${secretAccessKey} ${parts}`;
  if (last?.of !== of) {
    const key = parts.reduce<string | Buffer>(
      (secret, part) => createHmac("sha256", secret).update(part).digest(),
      `AWS4${secretAccessKey}`,
    );
    last = { of, key };
  }
  return last.key;
}

/** RFC 3986 percent-encoding of everything that is not unreserved, as SigV4 wants it. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A path encoded segment by segment. */
export function uriEncodePath(path: string): string {
  return path.split("/").map(uriEncode).join("/");
}

/** A query encoded and sorted by encoded name, then value. */
export function canonicalQuery(query: SignableRequest["query"]): string {
  return query
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function canonicalRequest({ method, path, query, headers, payloadHash }: SignableRequest): string {
  const lines = [...headers]
    .sort(([a], [b]) => compare(a, b))
    .map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, " ")}\n`);
  return [
    method,
    uriEncodePath(path),
    canonicalQuery(query),
    lines.join(""),
    signedHeaders(headers),
    payloadHash,
  ].join("\n");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
