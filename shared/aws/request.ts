/** Requests to AWS's own APIs over `fetch`, for functions that would carry an SDK's client for one call. */
import { createHash } from "node:crypto";
import {
  ALGORITHM,
  amzDate,
  type Credentials,
  scopeText,
  signedHeaders,
  signRequest,
} from "./signature.ts";

export interface Access {
  /** Of the region's own service, where it is not given. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly credentials: Credentials;
}

/**
 * What the SDK would find in the environment of a function.
 * @param service as the SDK's variables name it: `DYNAMODB`, `LAMBDA`
 */
export function accessIn(
  environment: Readonly<Record<string, string | undefined>>,
  service: "DYNAMODB" | "LAMBDA",
): Access {
  const { AWS_REGION = "", AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = environment;
  return {
    endpoint: environment[`AWS_ENDPOINT_URL_${service}`] || environment["AWS_ENDPOINT_URL"],
    region: AWS_REGION,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: environment["AWS_SESSION_TOKEN"],
    },
  };
}

export interface ServiceRequest {
  readonly service: "dynamodb" | "lambda";
  /** Decoded, beginning with `/`. */
  readonly path: string;
  /** In lower case; those of the signature are added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly patienceMs: number;
}

/** A signed POST. @throws TypeError, or DOMException, where there was no answer in time */
export function post(access: Access, request: ServiceRequest): Promise<Response> {
  const { service, path, headers, body, patienceMs } = request;
  const { region, credentials, endpoint = endpointOf(service, region) } = access;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  // Real time, which AWS holds signatures to.
  const date = amzDate(Date.now());
  const scope = { day: date.slice(0, 8), region, service };
  const sent = {
    ...headers,
    "x-amz-date": date,
    ...(sessionToken && { "x-amz-security-token": sessionToken }),
  };
  // The host is signed, and written by `fetch` itself.
  const signable = [["host", new URL(endpoint).host], ...Object.entries(sent)] as const;
  const payloadHash = createHash("sha256").update(body).digest("hex");
  const canonical = { method: "POST", path, query: [], headers: signable, payloadHash };
  const signature = signRequest(canonical, date, scope, secretAccessKey);
  const credential = `${accessKeyId}/${scopeText(scope)}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders(signable)}, Signature=${signature}`;
  return fetch(new URL(path, endpoint), {
    method: "POST",
    headers: { ...sent, authorization },
    body,
    signal: AbortSignal.timeout(patienceMs),
  });
}

function endpointOf(service: string, region: string): string {
  return `https://${service}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}
