/** What a platform that runs on this machine tells of itself in its data folder. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

interface Running {
  /** Where its door is. */
  readonly url: string;
}

/**
 * Points the SDK at the platform whose data are in a folder, as the platform points its functions.
 * @returns undefined where none runs there
 */
export function useRunning(folder: string): Running | undefined {
  try {
    const text = readFileSync(join(resolve(folder), "running.json"), "utf8");
    const { url, store, keys } = JSON.parse(text) as Record<"url" | "store" | "keys", string>;
    Object.assign(process.env, {
      AWS_REGION: "local",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL_DYNAMODB: store,
      AWS_ENDPOINT_URL_KMS: keys,
    });
    return { url };
  } catch {
    return undefined;
  }
}
