import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { secretFile } from "./secret-file.ts";

/** Secrets of one data folder, made at its first start. */
export interface Secrets {
  /** Secret key of the local AWS credentials. */
  readonly access: string;
  /** The merchant's key at the payment gateway. */
  readonly gateway: string;
  /** Signs the gateway's webhooks. */
  readonly webhook: string;
}

/** @throws CannotStart where the folder cannot be written */
export async function secretsOf(folder: string): Promise<Secrets> {
  const fresh = () => randomBytes(24).toString("base64url");
  const make = async () =>
    JSON.stringify({ access: fresh(), gateway: fresh(), webhook: fresh() } satisfies Secrets);
  return JSON.parse(await secretFile(join(folder, "secrets.json"), make)) as Secrets;
}
