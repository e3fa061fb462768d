import { http } from "../runtime.ts";
import { readKeySet } from "./contracts.ts";
import { everyKey } from "./trust.ts";

/** Published ahead by at least this long before a key signs. */
const CACHED_SECONDS = 3600;

export const handler = http(readKeySet, async () => ({
  status: 200,
  headers: {
    "content-type": "application/jwk-set+json",
    "cache-control": `public, max-age=${CACHED_SECONDS}`,
  },
  body: await everyKey(),
}));
