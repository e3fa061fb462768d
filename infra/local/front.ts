/** The door with the manifest's routes, and whom each of them believes. */

import type { Log } from "../../functions/log.ts";
import { FUNCTIONS, type FunctionRow } from "../../functions/manifest.ts";
import { type Door, openDoor } from "./door/door.ts";
import type { MountedListener } from "./door/mounted.ts";
import type { Route } from "./door/routes.ts";
import { AUDIENCE } from "./identity/clients.ts";
import { issuerOf, machinesOf, POOLS } from "./identity/people.ts";
import type { Invoke } from "./invoke/invocation.ts";

export function openFront(options: {
  readonly origin: string;
  readonly port: number;
  readonly invoke: Invoke;
  /** Which function stands behind `GET /permits` and the others. */
  readonly functionsBehind: ReadonlyMap<string, string>;
  readonly mounts: readonly MountedListener[];
  readonly log: Log;
}): Promise<Door> {
  const { origin, functionsBehind, ...door } = options;
  return openDoor({
    ...door,
    routes: FUNCTIONS.flatMap((row) => routeOf(row, functionsBehind, origin)),
    authorizers: POOLS.map((pool) => ({
      issuer: issuerOf(origin, pool),
      jwksUri: `${issuerOf(origin, pool)}/.well-known/jwks.json`,
      audiences: [AUDIENCE, ...machinesOf(pool).map(({ id }) => id)],
    })),
  });
}

function routeOf(
  { route }: FunctionRow,
  functionsBehind: ReadonlyMap<string, string>,
  origin: string,
): Route[] {
  if (!route) return [];
  const { method, path, pool } = route;
  const functionName = functionsBehind.get(`${method} ${path}`);
  if (!functionName) return [];
  const auth = pool ? { issuers: [issuerOf(origin, pool)] } : ("none" as const);
  return [{ method, path, functionName, auth }];
}
