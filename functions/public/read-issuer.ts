import { Problem } from "../../shared/problem.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { readIssuer } from "./contracts.ts";
import { keysOf } from "./trust.ts";

export const handler = http(readIssuer, async ({ query }) => {
  const authorities = await store().authorities.all();
  const authority = query.authority
    ? authorities.find(({ id }) => id === query.authority)
    : authorities[0];
  if (!authority) throw new Problem("not-found");
  return {
    status: 200,
    headers: { "cache-control": "public, max-age=3600" },
    body: { issuer: authority.issuer, jwks: await keysOf(authority) },
  };
});
