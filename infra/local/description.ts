/** What a start tells, in the terminal and as a page: where to go, who is there, what to try first. */
import type { ClockKind } from "./clock/virtual.ts";
import { PEOPLE } from "./identity/people.ts";

export interface Place {
  readonly name: string;
  readonly address: string;
}

/** What can be opened in a browser, below the platform's own address. */
export function placesAt(url: string): readonly Place[] {
  return [
    { name: "API and its page", address: `${url}/docs` },
    { name: "mailbox", address: `${url}/mailbox` },
    { name: "signing keys", address: `${url}/.well-known/jwks.json` },
  ];
}

/** What software is given: the sandbox answers to its key alone, the issuers to OpenID clients. */
export function servicesAt(url: string): readonly Place[] {
  return [
    { name: "payment sandbox", address: `${url}/gateway` },
    { name: "sign-in, applicants", address: `${url}/identity/applicants` },
    { name: "sign-in, officers", address: `${url}/identity/officers` },
  ];
}

/** How a demo person's token is printed, from the project's folder. */
export function tokenCommand(url: string, person: string): string {
  return `npm run --silent token -- ${person}${elsewhere(url)}`;
}

/** The first requests, as they are typed. */
export function firstRequests(url: string): readonly string[] {
  return [
    `curl ${url}/permits`,
    `curl ${url}/permits/retail-liquor`,
    `TOKEN=$(${tokenCommand(url, "lan")})`,
    `curl ${url}/applications -H "Authorization: Bearer $TOKEN"`,
  ];
}

/** Who can sign in, a line each: what to type, who it is, for whom they come. */
export function peopleListed(): string {
  const width = Math.max(...PEOPLE.map(({ id }) => id.length));
  return PEOPLE.map(
    ({ id, displayName, affiliation }) => `${id.padEnd(width)}  ${displayName}, ${affiliation}`,
  ).join("\n");
}

export function describePlatform(
  url: string,
  { folder, clock }: { folder: string; clock: ClockKind },
): string {
  const places = [
    { name: "start page", address: `${url}/` },
    ...placesAt(url),
    ...servicesAt(url),
  ].map(({ name, address }) => `    ${name.padEnd(21)}${address}`);
  return `
Licentia runs at ${url}  (data in ${folder}${clock !== "real" ? "; the clock stands still" : ""})

${places.join("\n")}

  People (${tokenCommand(url, "<person>")}):
${peopleListed().replace(/^/gm, "    ")}

  Try:
${firstRequests(url)
  .map((line) => `    ${line}`)
  .join("\n")}
  The README walks from there to a verified licence.${
    clock !== "real" ? `\n  Time moves by: npm run clock -- +16d${elsewhere(url)}` : ""
  }

Ctrl-C stops it.
`;
}

function elsewhere(url: string): string {
  return url === "http://localhost:3000" ? "" : ` --url ${url}`;
}
