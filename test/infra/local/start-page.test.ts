import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { placesAt, servicesAt } from "../../../infra/local/description.ts";
import { PEOPLE } from "../../../infra/local/identity/people.ts";
import { startPage } from "../../../infra/local/start-page.ts";

const URL = "http://localhost:3999";
let server: Server;
afterEach(() => void server.close());

async function shown(): Promise<string> {
  server = createServer(startPage(URL)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}/`)).text();
}

test("the start page leads to whatever can be opened and names the services for software", async () => {
  const page = await shown();
  for (const { address } of placesAt(URL)) expect(page).toContain(`<a href="${address}">`);
  for (const { address } of servicesAt(URL)) expect(page).toContain(`<code>${address}</code>`);
});

test("the start page names everybody who can sign in, and how", async () => {
  const page = await shown();
  for (const { id } of PEOPLE) expect(page).toContain(`<code>${id}</code>`);
  expect(page).toContain(`npm run --silent token -- &lt;person&gt; --url ${URL}`);
});
