import { http } from "../runtime.ts";
import { readIssuer } from "./contracts.ts";
import { issuerAsked } from "./issuer-asked.ts";
import { keysOf } from "./trust.ts";

export const handler = http(readIssuer, async (request) => {
  const authority = await issuerAsked(request);
  return {
    status: 200,
    headers: { "cache-control": "public, max-age=3600" },
    body: { issuer: authority.issuer, jwks: await keysOf(authority) },
  };
});
