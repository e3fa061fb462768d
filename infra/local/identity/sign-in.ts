import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { errors, type Provider } from "oidc-provider";
import { BodyTooLarge, readBody } from "../body.ts";
import { html, sendPage } from "../page.ts";
import { DEMO_PASSWORD, type Person, type Pool, peopleOf } from "./people.ts";

const MAX_FORM_BYTES = 4096;

const TITLES = {
  applicants: "Sign in to apply",
  officers: "Sign in as an officer",
} as const satisfies Record<Pool, string>;

/** The page at which a person is chosen and a password given, and the answer to its form. */
export async function signIn(
  provider: Provider,
  pool: Pool,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response);
    if (request.method !== "POST") return askWho(response, 200, pool);

    const form = new URLSearchParams((await readBody(request, MAX_FORM_BYTES)).toString("utf8"));
    const person = peopleOf(pool).find(({ id }) => id === form.get("person"));
    if (!person || !samePassword(form.get("password") ?? "")) {
      return askWho(response, 401, pool, person);
    }
    await provider.interactionFinished(request, response, { login: { accountId: person.sub } });
  } catch (error) {
    if (error instanceof BodyTooLarge) return refuse(response, 413, "The form is too large.");
    if (!(error instanceof errors.OIDCProviderError)) throw error;
    refuse(response, 400, "This sign-in has expired or was begun in another browser.");
  }
}

function askWho(response: ServerResponse, status: number, pool: Pool, chosen?: Person): void {
  sendPage(response, status, {
    service: "Licentia",
    title: TITLES[pool],
    body: html`
${status === 401 && html`<p class="fault" role="alert">That person and password do not belong together. Try again.</p>`}
<form method="post">
<label for="person">Person</label>
<select id="person" name="person" required>
${peopleOf(pool).map(
  (person) =>
    html`<option value="${person.id}"${person === chosen && html` selected`}>${person.displayName} (${person.id}), ${person.affiliation}</option>`,
)}
</select>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<p>Everybody here is invented; the password is <strong>${DEMO_PASSWORD}</strong>.</p>
<button type="submit">Sign in</button>
</form>`,
  });
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  sendPage(response, status, {
    service: "Licentia",
    title: "Sign-in is not possible",
    body: html`<p class="fault" role="alert">${reason}</p><p>Go back to where you came from and sign in again.</p>`,
  });
}

/** Digests are compared, so that neither length nor content shows in the time it takes. */
function samePassword(given: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(DEMO_PASSWORD));
}
