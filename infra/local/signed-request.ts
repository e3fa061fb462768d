import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import {
  ALGORITHM,
  type Credentials,
  type Scope,
  scopeText,
  signRequest,
  UNSIGNED_PAYLOAD,
} from "../../shared/aws/signature.ts";

/** Why a signature is not accepted; the names S3 uses. */
export type SignatureFault =
  | "AccessDenied"
  | "AuthorizationHeaderMalformed"
  | "AuthorizationQueryParametersError"
  | "InvalidAccessKeyId"
  | "RequestTimeTooSkewed"
  | "SignatureDoesNotMatch";

const SKEW = 15 * 60 * 1000;
const LONGEST_LINK = 7 * 24 * 3600;

/** Who may ask, and what time it is. */
export interface Check {
  readonly credentials: Credentials;
  readonly service: string;
  readonly now: number;
}

/** A request's target as it came: decoded, with `+` left a plus, as S3 reads it. */
export function target(request: IncomingMessage): { path: string; query: [string, string][] } {
  const [path = "/", search = ""] = (request.url ?? "/").split(/\?(.*)/s, 2);
  const query = search
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair): [string, string] => {
      const [name = "", value = ""] = pair.split(/=(.*)/s, 2);
      return [decodeURIComponent(name), decodeURIComponent(value)];
    });
  return { path: decodeURIComponent(path), query };
}

/**
 * Checks a request signed in its Authorization header.
 * @param payloadHash what the signature was made over: `x-amz-content-sha256` for S3.
 */
export function checkHeader(
  request: IncomingMessage,
  payloadHash: string,
  check: Check,
): SignatureFault | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return "AccessDenied";
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  const [, credential = "", names = "", signature = ""] = parts ?? [];
  const date = String(request.headers["x-amz-date"] ?? "");
  const time = parseDate(date);
  const scope = parseCredential(credential, date, check);
  if (!parts || time === undefined) return "AuthorizationHeaderMalformed";
  if (typeof scope === "string") return scope;
  if (Math.abs(check.now - time) > SKEW) return "RequestTimeTooSkewed";
  const signed = names.split(";");
  // A signature that leaves out the host or the amz headers could be carried over to another request.
  const all = ["host", ...Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"))];
  if (all.some((name) => !signed.includes(name))) return "AccessDenied";
  return matches(
    request,
    target(request).query,
    signed,
    payloadHash,
    date,
    scope,
    signature,
    check,
  );
}

/** Checks a request signed in its query: a link that was given away. */
export function checkLink(request: IncomingMessage, check: Check): SignatureFault | undefined {
  const { query } = target(request);
  const value = (name: string) => query.find(([given]) => given === name)?.[1] ?? "";
  const date = value("X-Amz-Date");
  const time = parseDate(date);
  const seconds = Number(value("X-Amz-Expires") || Number.NaN);
  const scope = parseCredential(value("X-Amz-Credential"), date, check);
  const signed = value("X-Amz-SignedHeaders").split(";");
  const wellFormed =
    value("X-Amz-Algorithm") === ALGORITHM && seconds >= 1 && seconds <= LONGEST_LINK;
  if (!wellFormed || time === undefined || !signed.includes("host")) {
    return "AuthorizationQueryParametersError";
  }
  if (typeof scope === "string") return scope;
  if (check.now < time - SKEW || check.now > time + seconds * 1000) return "AccessDenied";
  const rest = query.filter(([name]) => name !== "X-Amz-Signature");
  const signature = value("X-Amz-Signature");
  return matches(request, rest, signed, UNSIGNED_PAYLOAD, date, scope, signature, check);
}

/** Reads `<access key>/<day>/<region>/<service>/aws4_request`. */
export function parseCredential(
  credential: string,
  date: string,
  { credentials, service }: Check,
): Scope | SignatureFault {
  const [accessKeyId, day = "", region = "", ...rest] = credential.split("/");
  const scope = { day, region, service };
  if (accessKeyId !== credentials.accessKeyId) return "InvalidAccessKeyId";
  const wellFormed =
    day === date.slice(0, 8) && `${day}/${region}/${rest.join("/")}` === scopeText(scope);
  return wellFormed ? scope : "AuthorizationHeaderMalformed";
}

/** Compares two signatures in hex without showing where they differ. */
export function sameSignature(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** `20261124T030000Z` as milliseconds, or undefined. */
export function parseDate(date: string): number | undefined {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const time = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function matches(
  request: IncomingMessage,
  query: [string, string][],
  signed: readonly string[],
  payloadHash: string,
  date: string,
  scope: Scope,
  signature: string,
  { credentials }: Check,
): SignatureFault | undefined {
  const headers = signed.map((name): [string, string] => [
    name,
    String(request.headers[name] ?? ""),
  ]);
  const expected = signRequest(
    { method: request.method ?? "", path: target(request).path, query, headers, payloadHash },
    date,
    scope,
    credentials.secretAccessKey,
  );
  return sameSignature(expected, signature) ? undefined : "SignatureDoesNotMatch";
}
