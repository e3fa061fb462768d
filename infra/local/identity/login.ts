import { createHash, randomBytes } from "node:crypto";
import * as z from "zod";
import { TERMINAL_CLIENT } from "./clients.ts";
import {
  DEMO_PASSWORD,
  findIdentity,
  type Machine,
  PEOPLE,
  type Person,
  SCOPES,
} from "./people.ts";

const MAX_REDIRECTS = 10;

const Discovery = z.object({ authorization_endpoint: z.url(), token_endpoint: z.url() });
const TokenAnswer = z.object({ access_token: z.string() });

/** Sign-in did not come to its end; the message says why and can be shown to a person. */
export class SignInFailed extends Error {
  override readonly name = "SignInFailed";
}

/**
 * Signs a demo person in over HTTP, as a browser would (authorization code with PKCE, RFC 7636), or
 * a machine client with its secret (RFC 6749, section 4.4), and gives the access token.
 *
 * @throws SignInFailed for a person nobody knows, a foreign issuer, or an issuer that refuses.
 */
export async function obtainToken(options: { issuer: string; person: string }): Promise<string> {
  const identity = findIdentity(options.person);
  if (!identity) {
    throw new SignInFailed(
      `There is no person "${options.person}". There are: ${PEOPLE.map(({ id }) => id).join(", ")}.`,
    );
  }
  const found = await request(`${options.issuer}/.well-known/openid-configuration`);
  const endpoints = Discovery.parse(await found.json());
  return identity.kind === "machine"
    ? exchange(endpoints.token_endpoint, { grant_type: "client_credentials" }, identity)
    : signInWithPassword(endpoints, identity);
}

async function signInWithPassword(
  endpoints: z.infer<typeof Discovery>,
  person: Person,
): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const browser = new Browser();
  const start = new URL(endpoints.authorization_endpoint);
  start.search = new URLSearchParams({
    client_id: TERMINAL_CLIENT.id,
    redirect_uri: TERMINAL_CLIENT.redirectUri,
    response_type: "code",
    scope: `openid ${SCOPES[person.pool]}`,
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();

  const page = await browser.visit(start);
  const returned = await browser.visit(
    page,
    new URLSearchParams({ person: person.id, password: DEMO_PASSWORD }),
  );
  const code = returned.searchParams.get("code");
  if (!code || returned.searchParams.get("state") !== state) {
    throw new SignInFailed(
      `${person.id} was not let in: ${returned.searchParams.get("error") ?? "refused"}.`,
    );
  }
  return exchange(endpoints.token_endpoint, {
    grant_type: "authorization_code",
    client_id: TERMINAL_CLIENT.id,
    redirect_uri: TERMINAL_CLIENT.redirectUri,
    code,
    code_verifier: verifier,
  });
}

async function exchange(
  endpoint: string,
  form: Record<string, string>,
  machine?: Machine,
): Promise<string> {
  const body = new URLSearchParams(machine ? { ...form, scope: SCOPES[machine.pool] } : form);
  const basic = machine && Buffer.from(`${machine.sub}:${machine.secret}`).toString("base64");
  const answer = await request(endpoint, {
    method: "POST",
    body,
    headers: basic ? { authorization: `Basic ${basic}` } : {},
  });
  return TokenAnswer.parse(await answer.json()).access_token;
}

/** As much of a browser as a sign-in needs: cookies, and redirects up to the client's own address. */
class Browser {
  readonly #cookies = new Map<string, string>();

  /** Follows redirects to the first page, or to the client's redirect URI, and gives that address. */
  async visit(address: URL, form?: URLSearchParams): Promise<URL> {
    let [url, body] = [address, form];
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      if (url.href.startsWith(TERMINAL_CLIENT.redirectUri)) return url;
      const answer = await request(url, {
        ...(body && { method: "POST", body }),
        redirect: "manual",
        headers: {
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        },
      });
      await answer.body?.cancel();
      this.#keep(answer.headers.getSetCookie());
      const location = answer.headers.get("location");
      if (!location) return url;
      [url, body] = [new URL(location, url), undefined];
    }
    throw new SignInFailed(`More than ${MAX_REDIRECTS} redirects from ${address.origin}.`);
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

async function request(url: string | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(url, init).catch((error) => {
    throw new SignInFailed(`Nothing answers at ${new URL(url).origin}: is it running?`, {
      cause: error,
    });
  });
  if (answer.status >= 400) {
    throw new SignInFailed(`${new URL(url).origin} answered ${answer.status} to the sign-in.`);
  }
  return answer;
}
