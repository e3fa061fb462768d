/** What a start prints: where to go, who is there, what to try first. */
import { PEOPLE } from "./identity/people.ts";

export function describePlatform(
  url: string,
  { folder, clock }: { folder: string; clock: "real" | "virtual" },
): string {
  const people = PEOPLE.map(
    ({ id, displayName, affiliation }) => `    ${id.padEnd(19)}${displayName}, ${affiliation}`,
  ).join("\n");
  const elsewhere = url === "http://localhost:3000" ? "" : ` --url ${url}`;
  return `
Licentia runs at ${url}  (data in ${folder}${clock === "virtual" ? "; the clock stands still" : ""})

    API and its page   ${url}/docs
    mailbox            ${url}/mailbox
    payment sandbox    ${url}/gateway
    identity provider  ${url}/identity/applicants, ${url}/identity/officers
    signing keys       ${url}/.well-known/jwks.json

  People (npm run --silent token -- <person>${elsewhere}):
${people}

  Try:
    curl ${url}/permits
    curl ${url}/permits/retail-liquor
    TOKEN=$(npm run --silent token -- lan${elsewhere})
    curl ${url}/applications -H "Authorization: Bearer $TOKEN"
  The README walks from there to a verified licence.${
    clock === "virtual" ? `\n  Time moves by: npm run clock -- +16d${elsewhere}` : ""
  }

Ctrl-C stops it.
`;
}
