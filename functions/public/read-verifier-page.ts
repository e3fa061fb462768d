import verifier from "../generated/verifier-page.json" with { type: "json" };
import { http } from "../runtime.ts";
import { readVerifierPage } from "./contracts.ts";

/** What a printed code opens. Its own policy, in the page, allows its own script and nothing else. */
export const handler = http(readVerifierPage, async () => ({
  status: 200,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "public, max-age=300",
    "content-security-policy": "frame-ancestors 'none'",
  },
  body: verifier.page,
}));
