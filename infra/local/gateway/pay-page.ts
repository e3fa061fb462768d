import type { ServerResponse } from "node:http";
import { type Html, html, sendPage } from "../page.ts";
import type { StoredCheckout } from "./checkouts.ts";
import { OUTCOMES } from "./outcome.ts";

const SERVICE = "Sandbox payment gateway: no real money moves here";

/** The page to pay at: what is asked, and one choice for each thing a gateway can do. */
export function sendPayPage(response: ServerResponse, checkout: StoredCheckout): void {
  sendPage(response, 200, {
    service: SERVICE,
    title: `Pay ${money(checkout)}`,
    body: html`
<dl>
<dt>For</dt><dd>${checkout.order.description}</dd>
<dt>Reference</dt><dd>${checkout.reference}</dd>
</dl>
${checkout.status === "open" ? choices() : settled(checkout)}`,
  });
}

/** A page that says in one sentence why nothing was paid. */
export function sendPayFault(response: ServerResponse, status: number, reason: string): void {
  sendPage(response, status, {
    service: SERVICE,
    title: "Nothing was paid",
    body: html`<p class="fault" role="alert">${reason}</p>`,
  });
}

function choices(): Html {
  return html`
<form method="post">
<fieldset>
<legend>What happens?</legend>
${Object.entries(OUTCOMES).map(
  ([outcome, { label }], i) =>
    html`<label><input type="radio" name="outcome" value="${outcome}"${i === 0 && html` checked`}>${label}</label>`,
)}
</fieldset>
<label for="seconds">Seconds until late money arrives</label>
<input id="seconds" name="seconds" type="number" min="0" max="86400" value="10">
<p><button type="submit">Continue</button></p>
</form>`;
}

function settled({ status, order }: StoredCheckout): Html {
  return html`<p role="status">This checkout is ${status}.</p><p><a href="${order.returnUrl}">Go back</a></p>`;
}

/** Minor units written with as many decimals as the currency has (ISO 4217, by way of CLDR). */
function money({ amount, currency }: StoredCheckout): string {
  const format = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    currencyDisplay: "code",
  });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
