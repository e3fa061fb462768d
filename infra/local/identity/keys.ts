import { generateKeyPair, randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { calculateJwkThumbprint, type JWK } from "jose";
import * as z from "zod";
import { CannotStart } from "../cannot-start.ts";
import { secretFile } from "../secret-file.ts";
import type { Pool } from "./people.ts";

/** RSA, as Cognito's pools and API Gateway's JWT authorizer have it; EC is refused there. */
const RSA_BITS = 2048;

const Jwk = z.looseObject({ kty: z.literal("RSA"), kid: z.string(), alg: z.literal("RS256") });
const Keys = z.strictObject({
  cookies: z.array(z.string()).min(1),
  applicants: Jwk,
  officers: Jwk,
});

/** What the identity provider signs with: tokens by a key for each pool, cookies by a shared one. */
export type IdentityKeys = { readonly cookies: readonly string[] } & Readonly<Record<Pool, JWK>>;

/**
 * Reads the keys from the data folder; the first start makes them.
 * @throws CannotStart when the file is there and holds something else.
 */
export async function identityKeys(folder: string): Promise<IdentityKeys> {
  const file = join(folder, "keys.json");
  const text = await secretFile(file, async () =>
    JSON.stringify({
      cookies: [randomBytes(32).toString("base64url")],
      applicants: await signingKey(),
      officers: await signingKey(),
    }),
  );
  try {
    return Keys.parse(JSON.parse(text)) as IdentityKeys;
  } catch (cause) {
    throw new CannotStart(
      `${file} does not hold the keys that sign in people. Remove it, and everybody signs in anew.`,
      { cause },
    );
  }
}

async function signingKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: RSA_BITS });
  const jwk = privateKey.export({ format: "jwk" }) as JWK;
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "RS256", use: "sig" };
}
