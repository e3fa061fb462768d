import { KEY_SET_CACHED_SECONDS } from "../../shared/signing/key-ring.ts";
import { http } from "../runtime.ts";
import { readKeySet } from "./contracts.ts";
import { everyKey } from "./trust.ts";

export const handler = http(readKeySet, async () => ({
  status: 200,
  headers: {
    "content-type": "application/jwk-set+json",
    "cache-control": `public, max-age=${KEY_SET_CACHED_SECONDS}`,
  },
  body: await everyKey(),
}));
