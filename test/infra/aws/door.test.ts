import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { DEFAULT_THROTTLE } from "../../../infra/aws/door/throttles.ts";
import { build, resourcesOf, said } from "./stacks.ts";

const { platform } = build().templates;
const routes = resourcesOf(platform, "AWS::ApiGatewayV2::Route");
const [stage] = resourcesOf(platform, "AWS::ApiGatewayV2::Stage");

describe("the door", () => {
  it("asks for a token of the route's own pool, and for none where anyone may come", () => {
    const asked = routes.map(({ Properties }) => [
      Properties.RouteKey,
      Properties.AuthorizationType === "JWT"
        ? said(Properties.AuthorizerId).replace(/^<Api(\w+?)[0-9A-F]{8}>$/, "$1")
        : undefined,
    ]);
    const wanted = FUNCTIONS.flatMap(({ route }) =>
      route ? [[`${route.method} ${route.path}`, route.pool]] : [],
    );
    expect(asked.sort()).toEqual(wanted.sort());
  });

  it("believes each pool's issuer about the clients of that pool", () => {
    const believed = resourcesOf(platform, "AWS::ApiGatewayV2::Authorizer").map(
      ({ Properties }) => ({
        name: Properties.Name,
        issuer: said(Properties.JwtConfiguration.Issuer),
        audience: Properties.JwtConfiguration.Audience.map(said),
      }),
    );
    expect(believed).toEqual([
      {
        name: "applicants",
        issuer: expect.stringMatching(/^https:\/\/cognito-idp\.ap-southeast-1.*\/<Applicants/),
        audience: [expect.stringMatching(/^<Clientsapplicants/)],
      },
      {
        name: "officers",
        issuer: expect.stringMatching(/^https:\/\/cognito-idp\.ap-southeast-1.*\/<Officers/),
        audience: [expect.stringMatching(/^<Clientsofficers/)],
      },
    ]);
  });

  it("admits machines by client credentials, each by a client of its own", () => {
    const machines = { applicants: ["builder", "chain-of-shops"], officers: [] };
    const { templates } = build("dev", { machines });
    const clients = resourcesOf(templates.platform, "AWS::Cognito::UserPoolClient").filter(
      ({ Properties }) => Properties.AllowedOAuthFlows.includes("client_credentials"),
    );
    expect(clients.map(({ Properties }) => Properties.ClientName)).toEqual(machines.applicants);
    const [authorizer] = resourcesOf(templates.platform, "AWS::ApiGatewayV2::Authorizer");
    expect(authorizer?.Properties.JwtConfiguration.Audience).toHaveLength(3);
  });

  it("holds every route to a limit, and is told of none that is not there", () => {
    const limits = stage?.Properties.RouteSettings;
    expect(Object.keys(limits).sort()).toEqual(
      routes.map(({ Properties }) => Properties.RouteKey).sort(),
    );
    for (const [key, { ThrottlingRateLimit }] of Object.entries<{ ThrottlingRateLimit: number }>(
      limits,
    )) {
      expect(ThrottlingRateLimit, key).toBeGreaterThan(0);
    }
    expect(stage?.Properties.DefaultRouteSettings.ThrottlingRateLimit).toBe(DEFAULT_THROTTLE.rate);
  });

  it("sets limits after the routes that they are for", () => {
    expect(stage?.DependsOn).toEqual(
      expect.arrayContaining(Object.keys(platform.findResources("AWS::ApiGatewayV2::Route"))),
    );
  });

  it("writes nothing of a person into its log", () => {
    const { Format } = stage?.Properties.AccessLogSettings ?? {};
    const written = Object.values(JSON.parse(Format));
    expect(written).toContain("$context.routeKey");
    for (const personal of [
      /identity/,
      /authorizer/,
      /path$/i,
      /claims/,
      /userAgent/,
      /sourceIp/,
    ]) {
      expect(written.filter((each) => personal.test(String(each)))).toEqual([]);
    }
  });

  it("lets pages of other origins call it where the settings name them", () => {
    const [closed] = resourcesOf(platform, "AWS::ApiGatewayV2::Api");
    expect(closed?.Properties.CorsConfiguration).toBeUndefined();
    const { templates } = build("dev", { origins: ["https://permits.example"] });
    const [open] = resourcesOf(templates.platform, "AWS::ApiGatewayV2::Api");
    expect(open?.Properties.CorsConfiguration.AllowOrigins).toEqual(["https://permits.example"]);
  });
});
