import { Duration } from "aws-cdk-lib";
import {
  type IUserPool,
  OAuthScope,
  ResourceServerScope,
  UserPoolClient,
  UserPoolResourceServer,
} from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import type { Pool } from "../../../functions/contract.ts";
import type { Settings } from "../settings.ts";

/** How long a session lasts without signing in again: an officer's, one working day. */
const SESSIONS = {
  applicants: { access: Duration.hours(1), refresh: Duration.days(30) },
  officers: { access: Duration.minutes(15), refresh: Duration.hours(10) },
} as const satisfies Record<Pool, unknown>;

/**
 * The clients of a pool: the web pages', and one for each machine. Their ids are the API's audience,
 * which is why they live beside it and not beside the pool, whose stack exports nothing of them.
 */
export function createClients(
  parent: Construct,
  userPool: IUserPool,
  pool: Pool,
  settings: Settings,
): string[] {
  const scope = new Construct(parent, `Clients-${pool}`);
  return [
    webClient(scope, userPool, pool, settings),
    ...machineClients(scope, userPool, settings.machines[pool]),
  ].map(({ userPoolClientId }) => userPoolClientId);
}

function webClient(
  scope: Construct,
  userPool: IUserPool,
  pool: Pool,
  { signIn }: Settings,
): UserPoolClient {
  const { access, refresh } = SESSIONS[pool];
  return new UserPoolClient(scope, "Web", {
    userPool,
    generateSecret: false,
    authFlows: { userSrp: true },
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      ...signIn[pool],
    },
    accessTokenValidity: access,
    idTokenValidity: access,
    refreshTokenValidity: refresh,
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
  });
}

function machineClients(
  scope: Construct,
  userPool: IUserPool,
  machines: readonly string[],
): UserPoolClient[] {
  if (machines.length === 0) return [];
  const api = new ResourceServerScope({ scopeName: "api", scopeDescription: "The whole API" });
  const server = new UserPoolResourceServer(scope, "Api", {
    userPool,
    identifier: "licentia",
    scopes: [api],
  });
  return machines.map(
    (machine) =>
      new UserPoolClient(scope, machine, {
        userPool,
        userPoolClientName: machine,
        generateSecret: true,
        oAuth: {
          flows: { clientCredentials: true },
          scopes: [OAuthScope.resourceServer(server, api)],
        },
        accessTokenValidity: Duration.hours(1),
        enableTokenRevocation: true,
      }),
  );
}
