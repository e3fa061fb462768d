import { execFile } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CannotStart } from "../../../../infra/local/cannot-start.ts";
import { TERMINAL_CLIENT } from "../../../../infra/local/identity/clients.ts";
import { obtainToken, SignInFailed } from "../../../../infra/local/identity/login.ts";
import {
  findIdentity,
  issuerOf,
  PEOPLE,
  type Pool,
} from "../../../../infra/local/identity/people.ts";
import { openIdentity } from "../../../../infra/local/identity/server.ts";
import { type Neighbour, neighbour } from "../neighbour.ts";

const TOKEN_COMMAND = join(import.meta.dirname, "../../../../infra/local/commands/token.ts");

let home: Neighbour;
beforeAll(async () => {
  home = await neighbour(openIdentity);
});
afterAll(() => home.close());

const tokenOf = (person: string, pool: Pool) =>
  obtainToken({ issuer: issuerOf(home.origin, pool), person });

async function verified(token: string, pool: Pool) {
  const issuer = issuerOf(home.origin, pool);
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ["RS256"] });
  return payload;
}

/** Begins a sign-in and gives the page it leads to with the cookies that belong to it. */
async function beginSignIn(change: Record<string, string | undefined> = {}) {
  const query = new URLSearchParams();
  const parameters = {
    client_id: TERMINAL_CLIENT.id,
    redirect_uri: TERMINAL_CLIENT.redirectUri,
    response_type: "code",
    scope: "openid",
    state: "s",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
    ...change,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, value);
  }
  const answer = await fetch(`${issuerOf(home.origin, "applicants")}/auth?${query}`, {
    redirect: "manual",
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  return { answer, cookie, page: new URL(answer.headers.get("location") ?? "", home.origin).href };
}

describe("an access token", () => {
  test("of a person carries what Cognito's carries", async () => {
    const claims = await verified(await tokenOf("lan", "applicants"), "applicants");
    expect(claims).toMatchObject({
      sub: findIdentity("lan")?.sub,
      username: "lan",
      token_use: "access",
      client_id: TERMINAL_CLIENT.id,
      scope: "licentia/apply",
      "cognito:groups": ["applicants"],
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
  });

  test("of a machine client names the client and no groups", async () => {
    const claims = await verified(await tokenOf("thubon-erp", "applicants"), "applicants");
    expect(claims).toMatchObject({
      sub: "thubon-erp",
      client_id: "thubon-erp",
      token_use: "access",
    });
    expect(claims).not.toHaveProperty("cognito:groups");
  });

  test.each(PEOPLE.map(({ id, pool }) => [id, pool] as const))(
    "is given to %s",
    async (id, pool) => {
      const claims = decodeJwt(await tokenOf(id, pool));
      expect(claims.sub).toBe(findIdentity(id)?.sub);
    },
  );

  test("of one pool is not signed by the other's key", async () => {
    const token = await tokenOf("lan", "applicants");
    await expect(verified(token, "officers")).rejects.toThrow();
  });

  test("from before a restart still verifies after it", async () => {
    const token = await tokenOf("dienban-head", "officers");
    await home.restart();
    expect((await verified(token, "officers")).username).toBe("dienban-head");
  });
});

describe("sign-in", () => {
  test("lets nobody in at the other pool's issuer", async () => {
    await expect(tokenOf("lan", "officers")).rejects.toThrow(SignInFailed);
  });

  test("refuses a wrong password with the form again", async () => {
    const { page, cookie } = await beginSignIn();
    const answer = await fetch(page, {
      method: "POST",
      headers: { cookie },
      body: new URLSearchParams({ person: "lan", password: "guess" }),
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('<option value="lan" selected>');
  });

  test("begun in one browser cannot be finished in another", async () => {
    const { page } = await beginSignIn();
    const body = new URLSearchParams({ person: "lan", password: "licentia" });
    expect((await fetch(page, { method: "POST", body })).status).toBe(400);
  });

  test("goes on after a restart", async () => {
    const { page, cookie } = await beginSignIn();
    await home.restart();
    expect((await fetch(page, { headers: { cookie } })).status).toBe(200);
  });

  test("shows a page with labels, a language and no script", async () => {
    const { page, cookie } = await beginSignIn();
    const answer = await fetch(page, { headers: { cookie } });
    const markup = await answer.text();
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(markup).toMatch(/<html lang="en">/);
    expect(markup.match(/<label for="/g)).toHaveLength(2);
    expect(markup).not.toMatch(/<script|https?:\/\//);
  });

  test("without PKCE is refused", async () => {
    const { answer } = await beginSignIn({
      code_challenge: undefined,
      code_challenge_method: undefined,
    });
    expect(answer.headers.get("location")).toContain("error=invalid_request");
  });

  test("never sends a browser to an address that is not registered", async () => {
    const { answer } = await beginSignIn({ redirect_uri: "http://evil.example/callback" });
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  });

  test("with a wrong client secret is refused", async () => {
    const answer = await fetch(`${issuerOf(home.origin, "applicants")}/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from("thubon-erp:guess").toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    expect(answer.status).toBe(401);
  });
});

describe("the signing keys", () => {
  test("are readable by their owner alone", async () => {
    expect((await stat(join(home.folder, "keys.json"))).mode & 0o777).toBe(0o600);
  });

  test("that are damaged stop the start with a line that says what to do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "licentia-test-"));
    await writeFile(join(folder, "keys.json"), '{"cookies":[]}');
    await expect(openIdentity({ origin: home.origin, folder })).rejects.toThrow(CannotStart);
    await rm(folder, { recursive: true });
  });
});

describe("the token command", () => {
  const run = (...args: string[]) =>
    promisify(execFile)("node", [TOKEN_COMMAND, ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );

  test("prints a token and nothing else", async () => {
    const { stdout, stderr } = await run("hoian-leader", "--url", home.origin);
    expect(decodeJwt(stdout.trim())["username"]).toBe("hoian-leader");
    expect(stderr).toBe("");
  });

  test("lists who exists when it does not know the person", async () => {
    const { code, stdout, stderr } = await run("nobody", "--url", home.origin);
    expect([code, stdout]).toEqual([1, ""]);
    for (const { id } of PEOPLE) expect(stderr).toContain(id);
  });

  test("says so when nothing answers", async () => {
    const { code, stderr } = await run("lan", "--url", "http://127.0.0.1:9");
    expect([code, stderr]).toEqual([1, "Nothing answers at http://127.0.0.1:9: is it running?\n"]);
  });

  test("explains itself", async () => {
    expect((await run("--help")).stdout).toContain("npm run --silent token");
  });
});

test("an issuer tells its own address, whatever name a request came by", async () => {
  const url = new URL(`${issuerOf(home.origin, "applicants")}/.well-known/openid-configuration`);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { host: "elsewhere.example" } }, resolve).once("error", reject);
  });
  const told = JSON.parse(await text(response));
  expect(told.authorization_endpoint.startsWith(home.origin)).toBe(true);
});
