/**
 * Which issuer a request at a well-known address is for. Every issuer has a host of its own (its
 * `iss`) that leads here, and the host names it; where they are tried at one host, `authority` does.
 */
import type { Authority } from "../../shared/authority/authority.ts";
import { Problem } from "../../shared/problem.ts";
import { store } from "../wiring.ts";

interface Asked {
  readonly query: { readonly authority?: string | undefined };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * @param among those that may be meant; the first of them where neither host nor name tells
 * @throws Problem `not-found` for an authority that is none of them
 */
export async function issuerAsked(
  { query, headers }: Asked,
  among: (authority: Authority) => boolean = () => true,
): Promise<Authority> {
  const authorities = (await store().authorities.all()).filter(among);
  const found = query.authority
    ? authorities.find(({ id }) => id === query.authority)
    : (authorities.find(({ issuer }) => new URL(issuer).host === headers["host"]) ??
      authorities[0]);
  if (!found) throw new Problem("not-found");
  return found;
}
