import type { RequestListener } from "node:http";
import type { DatabaseSync } from "node:sqlite";
import {
  type Configuration,
  interactionPolicy,
  type KoaContextWithOIDC,
  Provider,
} from "oidc-provider";
import { below } from "../mount.ts";
import { html, PAGE_HEADERS, renderPage } from "../page.ts";
import { openAdapter } from "./adapter.ts";
import { AUDIENCE, TERMINAL_CLIENT, WEB_CLIENT } from "./clients.ts";
import type { IdentityKeys } from "./keys.ts";
import { findSubject, issuerOf, machinesOf, type Pool, SCOPES } from "./people.ts";
import { signIn } from "./sign-in.ts";

const HOUR = 3600;

/** One issuer: the stand-in for one Cognito user pool. */
export function openIssuer(options: {
  origin: string;
  pool: Pool;
  keys: IdentityKeys;
  database: DatabaseSync;
  redirectUris: readonly string[];
}): RequestListener {
  const issuer = issuerOf(options.origin, options.pool);
  const provider = new Provider(issuer, configuration(options));
  const respond = provider.callback();

  return (request, response) => {
    const found = below(issuer, request);
    if (found && /^\/sign-in\/[\w-]+$/.test(found.path)) {
      signIn(provider, options.pool, request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
      return;
    }
    // A mounted koa application reads its prefix from the difference of the two, as under Express.
    const url = request.url?.slice(new URL(issuer).pathname.length) ?? "";
    Object.assign(request, {
      originalUrl: request.url,
      url: url.startsWith("/") ? url : `/${url}`,
    });
    // What it says of itself is said of its own address, whatever name the request came by.
    request.headers.host = new URL(options.origin).host;
    void respond(request, response);
  };
}

function configuration(options: Parameters<typeof openIssuer>[0]): Configuration {
  const { pool, keys, database, redirectUris, origin } = options;
  return {
    adapter: openAdapter(database, pool),
    jwks: { keys: [keys[pool]] },
    clients: clientsOf(pool, redirectUris),
    clientBasedCORS: (_, from, client) =>
      client.redirectUris?.some((uri) => new URL(uri).origin === from) ?? false,
    cookies: {
      keys: keys.cookies,
      // Two issuers share one host: their cookies must not meet.
      names: {
        session: `licentia_${pool}_session`,
        interaction: `licentia_${pool}_interaction`,
        resume: `licentia_${pool}_resume`,
      },
      long: { httpOnly: true, sameSite: "lax", path: new URL(issuerOf(origin, pool)).pathname },
      short: { httpOnly: true, sameSite: "lax" },
    },
    // Where Cognito has it.
    routes: { jwks: "/.well-known/jwks.json" },
    scopes: ["openid"],
    responseTypes: ["code"],
    clientAuthMethods: ["none", "client_secret_basic"],
    claims: { openid: ["sub", "name", "email", "locale", "cognito:groups"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: {
      AccessToken: HOUR,
      ClientCredentials: HOUR,
      IdToken: HOUR,
      AuthorizationCode: 60,
      Interaction: HOUR,
      Session: 8 * HOUR,
      Grant: 8 * HOUR,
    },
    interactions: {
      policy: withoutConsent(),
      url: (_, interaction) =>
        `${new URL(issuerOf(origin, pool)).pathname}/sign-in/${interaction.uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPES[pool],
          audience: AUDIENCE,
          accessTokenFormat: "jwt",
          accessTokenTTL: HOUR,
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
    findAccount: (_, sub) => {
      const person = findSubject(pool, sub);
      return (
        person && {
          accountId: sub,
          claims: () => ({
            sub,
            name: person.displayName,
            email: person.email,
            locale: person.language,
            "cognito:groups": [pool],
          }),
        }
      );
    },
    extraTokenClaims: (_, token) =>
      cognitoClaims(pool, "accountId" in token ? token.accountId : undefined),
    loadExistingGrant: (ctx) => grantWithoutAsking(ctx, pool),
    renderError(ctx, { error, error_description }) {
      ctx.set(PAGE_HEADERS);
      ctx.body = renderPage({
        service: "Licentia",
        title: "Sign-in is not possible",
        body: html`<p class="fault" role="alert">${error}: ${error_description}</p>`,
      });
    },
  };
}

/** What Cognito's access tokens carry beyond the standard's claims; a machine's have no groups. */
function cognitoClaims(pool: Pool, sub: string | undefined) {
  const person = sub === undefined ? undefined : findSubject(pool, sub);
  return {
    token_use: "access",
    version: 2,
    ...(person && { username: person.id, "cognito:groups": [pool] }),
  };
}

function clientsOf(pool: Pool, redirectUris: readonly string[]): Configuration["clients"] {
  const people = {
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  } as const;
  return [
    {
      ...people,
      client_id: TERMINAL_CLIENT.id,
      application_type: "native",
      redirect_uris: [TERMINAL_CLIENT.redirectUri],
    },
    ...(redirectUris.length === 0
      ? []
      : [{ ...people, client_id: WEB_CLIENT, redirect_uris: [...redirectUris] }]),
    ...machinesOf(pool).map((machine) => ({
      client_id: machine.sub,
      client_secret: machine.secret,
      client_name: machine.displayName,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: "client_secret_basic" as const,
    })),
  ];
}

/** All clients are the platform's own: nobody is asked whether it may know who they are. */
function withoutConsent() {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  return policy;
}

async function grantWithoutAsking(ctx: KoaContextWithOIDC, pool: Pool) {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const grantId = session.grantIdFor(client.clientId);
  const existing = grantId ? await provider.Grant.find(grantId) : undefined;
  if (existing) return existing;

  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid");
  grant.addResourceScope(AUDIENCE, SCOPES[pool]);
  await grant.save();
  return grant;
}
