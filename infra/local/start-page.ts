/** The page at `/` of a platform on one machine: what the terminal said when it started. */
import type { RequestListener } from "node:http";
import { firstRequests, type Place, placesAt, servicesAt, tokenCommand } from "./description.ts";
import { PEOPLE } from "./identity/people.ts";
import { type Html, html, sendPage } from "./page.ts";

export function startPage(url: string): RequestListener {
  return (_, response) =>
    sendPage(response, 200, {
      service: "Licentia on one machine",
      title: "Where to go, and what to try",
      body: html`
<h2>Open</h2>
${listed(placesAt(url), ({ address }) => html`<a href="${address}">${address}</a>`)}
<h2>People</h2>
<p>All of them are made up. A token for one: <code>${tokenCommand(url, "<person>")}</code></p>
<table>
<thead><tr><th scope="col">Person</th><th scope="col">Name</th><th scope="col">For whom they come</th></tr></thead>
<tbody>
${PEOPLE.map(
  ({ id, displayName, affiliation }) => html`
<tr><td><code>${id}</code></td><td>${displayName}</td><td>${affiliation}</td></tr>`,
)}
</tbody>
</table>
<h2>Try</h2>
<pre><code>${firstRequests(url).join("\n")}</code></pre>
<p>The README walks from there to a verified licence.</p>
<h2>For software</h2>
${listed(servicesAt(url), ({ address }) => html`<code>${address}</code>`)}`,
    });
}

function listed(places: readonly Place[], shown: (place: Place) => Html): Html {
  return html`<table><tbody>
${places.map((place) => html`<tr><th scope="row">${place.name}</th><td>${shown(place)}</td></tr>`)}
</tbody></table>`;
}
