import verifier from "../generated/verifier-page.json" with { type: "json" };
import { http } from "../runtime.ts";
import { readVerifierWorker } from "./contracts.ts";

export const handler = http(readVerifierWorker, async () => ({
  status: 200,
  headers: {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=300",
  },
  body: verifier.worker,
}));
