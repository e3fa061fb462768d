import { join } from "node:path";
import { openDatabase } from "../database.ts";
import { below, type Mount } from "../mount.ts";
import { IDENTITY_SCHEMA } from "./adapter.ts";
import { openIssuer } from "./issuer.ts";
import { identityKeys } from "./keys.ts";
import { issuerOf, type Pool } from "./people.ts";

/**
 * The identity provider, to be mounted under `/identity`: the issuers `<origin>/identity/applicants`
 * and `<origin>/identity/officers`, each with its discovery document, its key set and its people.
 *
 * @param options.origin what browsers and token verifiers call this machine, such as
 *   `http://localhost:3000`; it becomes part of the claim `iss`.
 * @param options.folder of its own within the data folder: sessions, codes and keys live there.
 * @param options.redirectUris to which the platform's own pages may be sent back after sign-in.
 */
export async function openIdentity(options: {
  origin: string;
  folder: string;
  redirectUris?: readonly string[];
}): Promise<Mount> {
  const { origin, folder, redirectUris = [] } = options;
  const keys = await identityKeys(folder);
  const database = openDatabase(join(folder, "identity.db"), IDENTITY_SCHEMA);
  const open = (pool: Pool) => ({
    issuer: issuerOf(origin, pool),
    listener: openIssuer({ origin, pool, keys, database, redirectUris }),
  });
  const issuers = [open("applicants"), open("officers")];

  return {
    listener(request, response) {
      const found = issuers.find(({ issuer }) => below(issuer, request));
      if (found) return found.listener(request, response);
      response.writeHead(404).end();
    },
    async close() {
      database.close();
    },
  };
}
