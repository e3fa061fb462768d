import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Door } from "../../../../infra/local/door/door.ts";
import { doorWith, eventOf, route } from "./builder.ts";

const NOW = 1_800_000_000;
const PEOPLE = "https://people.example";
const OFFICERS = "https://officers.example";

let now = NOW;
let door: Door;
let origin: string;
let keyServer: Server;
const keys: Record<string, CryptoKey> = {};

beforeAll(async () => {
  const published: Record<string, object[]> = { "/people": [], "/officers": [] };
  for (const [kid, alg, path] of [
    ["people-rsa", "RS256", "/people"],
    ["people-ec", "ES256", "/people"],
    ["officers-rsa", "RS256", "/officers"],
    ["foreign", "RS256", undefined],
  ] as const) {
    const pair = await generateKeyPair(alg);
    keys[kid] = pair.privateKey;
    if (path) published[path]?.push({ ...(await exportJWK(pair.publicKey)), kid, alg, use: "sig" });
  }
  keyServer = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ keys: published[request.url ?? ""] }));
  }).listen(0, "127.0.0.1");
  await once(keyServer, "listening");
  const keysAt = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`;
  ({ door, origin } = await doorWith({
    now: () => now * 1_000,
    routes: [
      route("GET /mine", "echo", { issuers: [PEOPLE] }),
      route("GET /both", "echo", { issuers: [PEOPLE, OFFICERS] }),
      route("GET /unreachable", "echo", { issuers: ["https://gone.example"] }),
      route("GET /open"),
    ],
    authorizers: [
      { issuer: PEOPLE, jwksUri: `${keysAt}/people`, audiences: ["web", "machine"] },
      { issuer: OFFICERS, jwksUri: `${keysAt}/officers`, audiences: ["web"] },
      { issuer: "https://gone.example", jwksUri: "http://127.0.0.1:9/keys", audiences: ["web"] },
    ],
  }));
});
afterAll(async () => {
  await door.close();
  keyServer.close();
});

interface TokenOptions {
  claims?: JWTPayload;
  kid?: string | undefined;
  signedBy?: string;
}

/** A token that everybody accepts, but for what is said otherwise. */
function token({ claims, kid = "people-rsa", signedBy = kid }: TokenOptions = {}): Promise<string> {
  const key = keys[signedBy];
  if (!key) throw new Error(signedBy);
  const alg = signedBy.endsWith("ec") ? "ES256" : "RS256";
  return new SignJWT({
    iss: PEOPLE,
    client_id: "web",
    sub: "u1",
    exp: NOW + 60,
    iat: NOW,
    ...claims,
  })
    .setProtectedHeader({ alg, kid })
    .sign(key);
}

const get = (path: string, authorization?: string) =>
  fetch(origin + path, { headers: authorization ? { authorization } : {} });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a token that is in order", () => {
  it("lets its bearer pass, its claims as text as API Gateway writes them", async () => {
    const jwt = await token({
      claims: {
        "cognito:groups": ["clerk", "head"],
        auth_time: NOW,
        email_verified: true,
        address: { city: "Hội An" },
        nothing: null,
      },
    });
    const event = await eventOf(await get("/mine", `Bearer ${jwt}`));
    expect(event.requestContext.authorizer.jwt).toEqual({
      claims: {
        iss: PEOPLE,
        client_id: "web",
        sub: "u1",
        exp: String(NOW + 60),
        iat: String(NOW),
        "cognito:groups": "[clerk head]",
        auth_time: String(NOW),
        email_verified: "true",
        address: '{"city":"Hội An"}',
      },
      scopes: null,
    });
  });

  it.each([
    ["signed with ES256", { kid: "people-ec" }],
    ["with an accepted audience and another client", { claims: { aud: "web", client_id: "x" } }],
    ["with an accepted audience among several", { claims: { aud: ["other", "machine"] } }],
    ["that has just begun", { claims: { nbf: NOW } }],
  ])("passes %s", async (_, options) => {
    expect((await get("/mine", `Bearer ${await token(options)}`)).status).toBe(200);
  });

  it("passes without the word Bearer, or with it in small letters", async () => {
    const jwt = await token();
    expect((await get("/mine", jwt)).status).toBe(200);
    expect((await get("/mine", `bearer ${jwt}`)).status).toBe(200);
  });

  it("of any issuer that the route accepts passes", async () => {
    const jwt = await token({ claims: { iss: OFFICERS }, kid: "officers-rsa" });
    expect((await get("/both", `Bearer ${jwt}`)).status).toBe(200);
  });
});

describe("a token that has passed before", () => {
  afterEach(() => {
    now = NOW;
  });

  it("passes until its end and not beyond", async () => {
    const jwt = await token();
    const passes = async (at: number) => {
      now = at;
      return (await get("/mine", jwt)).status;
    };
    expect([await passes(NOW), await passes(NOW + 59), await passes(NOW + 60)]).toEqual([
      200, 200, 401,
    ]);
  });

  it("passes no route that does not accept its issuer", async () => {
    const jwt = await token({ claims: { iss: OFFICERS }, kid: "officers-rsa" });
    expect((await get("/both", jwt)).status).toBe(200);
    expect((await get("/mine", jwt)).status).toBe(401);
  });

  it("lends nothing to one that only looks like it", async () => {
    const jwt = await token();
    expect((await get("/mine", jwt)).status).toBe(200);
    const other = jwt.endsWith("AA") ? "BB" : "AA";
    expect((await get("/mine", jwt.slice(0, -2) + other)).status).toBe(401);
  });
});

describe("a token that is not in order is answered with 401", () => {
  const refused: [string, () => string | undefined | Promise<string>][] = [
    ["none at all", () => undefined],
    ["an empty one", () => "Bearer "],
    ["no JWT", () => "Bearer abc"],
    ["another scheme", () => "Basic dTpw"],
    ["a foreign key", () => token({ signedBy: "foreign" })],
    ["a key that nobody publishes", () => token({ kid: "foreign" })],
    ["an expired one", () => token({ claims: { exp: NOW - 1 } })],
    ["one that expires now", () => token({ claims: { exp: NOW } })],
    ["one without an end", () => token({ claims: { exp: undefined } })],
    ["one of the future", () => token({ claims: { nbf: NOW + 60 } })],
    ["one issued in the future", () => token({ claims: { iat: NOW + 60 } })],
    ["another audience", () => token({ claims: { aud: "other", client_id: "web" } })],
    ["another client", () => token({ claims: { client_id: "other" } })],
    ["neither audience nor client", () => token({ claims: { client_id: undefined } })],
    ["an unknown issuer", () => token({ claims: { iss: "https://evil.example" } })],
    ["the other pool's issuer", () => token({ claims: { iss: OFFICERS }, kid: "officers-rsa" })],
    ["the other pool's key", () => token({ kid: "officers-rsa" })],
    [
      "alg none",
      () =>
        `${encode({ alg: "none", kid: "people-rsa" })}.${encode({ iss: PEOPLE, client_id: "web", exp: NOW + 60 })}.`,
    ],
    [
      "a changed claim",
      async () => {
        const [header, , signature] = (await token()).split(".");
        return `${header}.${encode({ iss: PEOPLE, client_id: "web", exp: NOW + 600 })}.${signature}`;
      },
    ],
  ];
  it.each(refused)("%s", async (_, make) => {
    const response = await get("/mine", await make());
    expect([response.status, await response.json()]).toEqual([401, { message: "Unauthorized" }]);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });

  it("and a word about what is wrong", async () => {
    const jwt = await token({ claims: { exp: NOW - 1 } });
    expect((await get("/mine", `Bearer ${jwt}`)).headers.get("www-authenticate")).toBe(
      'Bearer scope="" error="invalid_token" error_description="the token has expired"',
    );
  });
});

describe("a route that accepts an issuer without an authorizer", () => {
  it("keeps the door from opening", async () => {
    const routes = [route("GET /mine", "echo", { issuers: [PEOPLE] })];
    await expect(doorWith({ routes })).rejects.toThrow(
      "GET /mine asks for tokens of https://people.example: no authorizer.",
    );
  });
});

describe("without a verdict", () => {
  it("is 500 when the issuer's keys cannot be fetched: the token is not at fault", async () => {
    const jwt = await token({ claims: { iss: "https://gone.example" } });
    expect((await get("/unreachable", `Bearer ${jwt}`)).status).toBe(500);
  });

  it("passes an open route, whatever the header says, and hands on no claims", async () => {
    const event = await eventOf(await get("/open", "Bearer abc"));
    expect(event.requestContext.authorizer).toBeUndefined();
  });
});
