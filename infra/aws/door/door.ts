/** The HTTP API: every route of the manifest, the pools' tokens, throttles, and an access log. */
import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Pool } from "../../../functions/contract.ts";
import type { PlatformFunction } from "../functions/function.ts";
import { POOLS } from "../identity/pools.ts";
import type { Names } from "../names.ts";
import type { Settings } from "../settings.ts";
import { DEFAULT_THROTTLE, throttleOf } from "./throttles.ts";

/** Whose tokens a pool's routes take: its issuer, and the ids of its clients. */
export interface Identity {
  readonly issuer: string;
  readonly clients: readonly string[];
}

/** No address, no agent, no path, no subject: a path holds dossier codes, the rest says who it was. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  routeKey: "$context.routeKey",
  status: "$context.status",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  length: "$context.responseLength",
  refused: "$context.error.responseType",
} as const;

/** The API by itself: functions need its address, and its routes need the functions. */
export function createApi(scope: Construct, names: Names, { origins }: Settings): HttpApi {
  return new HttpApi(scope, "Api", {
    apiName: names.machine("api"),
    createDefaultStage: false,
    ...(origins.length > 0 && {
      corsPreflight: {
        allowOrigins: origins,
        allowMethods: [
          CorsHttpMethod.GET,
          CorsHttpMethod.POST,
          CorsHttpMethod.PUT,
          CorsHttpMethod.DELETE,
        ],
        allowHeaders: ["authorization", "content-type", "idempotency-key", "accept-language"],
        maxAge: Duration.hours(1),
      },
    }),
  });
}

/** Puts the functions behind the API's routes. */
export function openDoor(
  scope: Construct,
  api: HttpApi,
  functions: readonly PlatformFunction[],
  identities: Readonly<Record<Pool, Identity>>,
  names: Names,
  settings: Settings,
): ReadonlyMap<string, HttpRoute> {
  const authorizers = Object.fromEntries(
    POOLS.map((pool) => {
      const { issuer, clients } = identities[pool];
      return [pool, new HttpJwtAuthorizer(pool, issuer, { jwtAudience: [...clients] })];
    }),
  ) as Record<Pool, HttpJwtAuthorizer>;
  const routes = new Map(functions.flatMap((each) => routeOf(each, api, authorizers)));
  const stage = createStage(scope, api, names, settings);
  // A stage refuses settings of a route that is not there yet.
  stage.node.addDependency(...routes.values());
  const resource = stage.node.defaultChild as CfnStage;
  resource.routeSettings = Object.fromEntries(
    functions.flatMap(({ row: { route } }) => {
      if (!route) return [];
      const { rate, burst } = throttleOf(route);
      // As CloudFormation names them: an untyped member of the resource.
      const limits = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
      return [[`${route.method} ${route.path}`, limits]];
    }),
  );
  return routes;
}

function routeOf(
  { row, lambda }: PlatformFunction,
  api: HttpApi,
  authorizers: Readonly<Record<Pool, HttpJwtAuthorizer>>,
): [name: string, HttpRoute][] {
  const { route } = row;
  if (!route) return [];
  const integration = new HttpLambdaIntegration(row.name, lambda);
  const authorizer = route.pool && authorizers[route.pool];
  const made = new HttpRoute(api, `Route-${row.name}`, {
    httpApi: api,
    routeKey: HttpRouteKey.with(route.path, route.method as HttpMethod),
    integration,
    ...(authorizer && { authorizer }),
  });
  return [[row.name, made]];
}

function createStage(scope: Construct, api: HttpApi, names: Names, settings: Settings): HttpStage {
  const logs = new LogGroup(scope, "AccessLogs", {
    logGroupName: names.accessLogs,
    retention: settings.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new HttpStage(scope, "Stage", {
    httpApi: api,
    stageName: "$default",
    autoDeploy: true,
    throttle: { rateLimit: DEFAULT_THROTTLE.rate, burstLimit: DEFAULT_THROTTLE.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(logs),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
    },
  });
}

/** The API's own address, from its id: a string, so that functions can be told it. */
export function addressOf(api: HttpApi, { region }: Settings): string {
  return `https://${api.apiId}.execute-api.${region}.${Aws.URL_SUFFIX}`;
}
