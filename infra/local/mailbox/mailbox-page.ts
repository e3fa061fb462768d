import type { ServerResponse } from "node:http";
import { html, sendPage } from "../page.ts";
import type { KeptMail } from "./mails.ts";

const SERVICE = "Licentia mailbox: mails that stay on this machine";

/** The list of mails, newest first, with a form to see one recipient's alone. */
export function sendList(
  response: ServerResponse,
  base: string,
  mails: readonly KeptMail[],
  to: string | undefined,
): void {
  sendPage(response, 200, {
    service: SERVICE,
    title: to === undefined ? "All mails" : `Mails to ${to}`,
    body: html`
<form method="get" action="${base}">
<label for="to">Recipient</label>
<input id="to" name="to" type="email" value="${to}">
<button type="submit">Show</button>
</form>
${
  mails.length === 0
    ? html`<p>There are no mails${to !== undefined && html` to <strong>${to}</strong>`}.</p>`
    : html`
<table>
<thead><tr><th scope="col">Received (UTC)</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
<tbody>
${mails.map(
  ({ number, received, to: recipient, subject }) => html`
<tr><td><time datetime="${received}">${readable(received)}</time></td><td>${recipient}</td><td><a href="${base}/${number}">${subject || "(no subject)"}</a></td></tr>`,
)}
</tbody>
</table>`
}`,
  });
}

/** One mail to read. */
export function sendMail(response: ServerResponse, base: string, mail: KeptMail): void {
  sendPage(response, 200, {
    service: SERVICE,
    title: mail.subject || "(no subject)",
    body: html`
<table>
<tbody>
<tr><th scope="row">From</th><td>${mail.from}</td></tr>
<tr><th scope="row">To</th><td><a href="${base}?to=${encodeURIComponent(mail.to)}">${mail.to}</a></td></tr>
<tr><th scope="row">Received (UTC)</th><td><time datetime="${mail.received}">${readable(mail.received)}</time></td></tr>
</tbody>
</table>
<pre>${mail.text}</pre>
<p><a href="${base}">All mails</a></p>`,
  });
}

/** There is no such mail. */
export function sendNoMail(response: ServerResponse, base: string): void {
  sendPage(response, 404, {
    service: SERVICE,
    title: "There is no such mail",
    body: html`<p><a href="${base}">All mails</a></p>`,
  });
}

function readable(time: string): string {
  return time.slice(0, 19).replace("T", " ");
}
