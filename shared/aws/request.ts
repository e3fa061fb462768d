/**
 * Requests to AWS's own APIs over Node's `http`, for functions that would carry an SDK's client for
 * one call. Not over `fetch`: Node loads what is behind it at the first call, which then takes longer
 * than all that a function has to load itself, and `http` is there already where Lambda runs one.
 */
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

/** What a service said; the body as text. */
export interface ServiceAnswer {
  readonly status: number;
  readonly text: string;
}

/** A signed POST. @throws Error where there was no whole answer in time */
export function post(access: Access, request: ServiceRequest): Promise<ServiceAnswer> {
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
  const address = new URL(path, endpoint);
  // The host is signed, and written by Node itself.
  const signable = [["host", address.host], ...Object.entries(sent)] as const;
  const payloadHash = createHash("sha256").update(body).digest("hex");
  const canonical = { method: "POST", path, query: [], headers: signable, payloadHash };
  const signature = signRequest(canonical, date, scope, secretAccessKey);
  const credential = `${accessKeyId}/${scopeText(scope)}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders(signable)}, Signature=${signature}`;
  return exchange(address, { ...sent, authorization }, body, patienceMs);
}

function exchange(
  address: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  patienceMs: number,
): Promise<ServiceAnswer> {
  // Taken when it is needed: a function that has no need of TLS here would load it for nothing.
  const protocol = process.getBuiltinModule(address.protocol === "https:" ? "https" : "http");
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs);
    const sent = protocol.request(address, { method: "POST", headers, signal }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece) => {
        text += piece;
      });
      answer.on("error", reject);
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function endpointOf(service: string, region: string): string {
  return `https://${service}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}
