import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { decode, type RouteMatch } from "./routes.ts";

/** The claims of a verified token as API Gateway hands them on: all of them text. */
export type Claims = Readonly<Record<string, string>>;

export interface GatewayRequest {
  readonly request: IncomingMessage;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly match: RouteMatch;
  readonly claims: Claims | undefined;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The event of an HTTP API with payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function gatewayEvent(
  from: GatewayRequest,
): APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer {
  const { request, query, body, match } = from;
  const { headers, cookies } = headersOf(request);
  const queryParameters = queryParametersOf(query);
  const isBase64Encoded = body.length > 0 && !isText(headers["content-type"]);
  return {
    version: "2.0",
    routeKey: `${match.route.method} ${match.route.path}`,
    // Decoded: an HTTP API, other than a function URL, hands the path on without its encoding.
    rawPath: decode(from.path) ?? from.path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(Object.keys(queryParameters).length > 0 && { queryStringParameters: queryParameters }),
    requestContext: requestContextOf(from, headers),
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? "base64" : "utf8") }),
    ...(Object.keys(match.parameters).length > 0 && { pathParameters: { ...match.parameters } }),
    isBase64Encoded,
  };
}

function requestContextOf(from: GatewayRequest, headers: Record<string, string>) {
  const { request, match, now } = from;
  const domainName = headers["host"] ?? "localhost";
  return {
    accountId: "000000000000",
    apiId: "local",
    ...(from.claims && {
      authorizer: {
        principalId: "",
        integrationLatency: 0,
        // API Gateway writes null here for a route that asks for no scope.
        jwt: { claims: { ...from.claims }, scopes: null as unknown as string[] },
      },
    }),
    domainName,
    domainPrefix: domainName.split(/[.:]/)[0] ?? "",
    http: {
      method: request.method ?? "GET",
      path: decode(from.path) ?? from.path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? "",
      userAgent: headers["user-agent"] ?? "",
    },
    requestId: from.requestId,
    routeKey: `${match.route.method} ${match.route.path}`,
    stage: "$default",
    time: commonLogTime(now),
    timeEpoch: now,
  };
}

/** Header names in lower case, repeated ones joined by commas, cookies apart. */
function headersOf(request: IncomingMessage) {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (name === "cookie") cookies.push(...values.flatMap((value) => value.split(/; */)));
    else headers[name] = values.join(",");
  }
  headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
  headers["x-forwarded-port"] = String(request.socket.localPort ?? "");
  headers["x-forwarded-proto"] = "http";
  return { headers, cookies: cookies.filter(Boolean) };
}

function queryParametersOf(query: string): Record<string, string> {
  const parameters = new URLSearchParams(query);
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(",")]));
}

/**
 * Which bodies API Gateway hands on as text: these alone, and not even a form. Measured on AWS:
 * https://github.com/ministackorg/ministack/pull/766
 */
function isText(contentType: string | undefined): boolean {
  return /^(text\/[^;]+|application\/(json|xml|javascript))\s*(;|$)/i.test(contentType ?? "");
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Such as `12/Mar/2020:19:03:58 +0000`. */
function commonLogTime(now: number): string {
  const [date = "", time = ""] = new Date(now).toISOString().split(/[T.]/);
  const [year, month, day] = date.split("-");
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
}
