import openapi from "../generated/openapi.json" with { type: "json" };
import { http } from "../runtime.ts";
import { readOpenapi } from "./contracts.ts";

export const handler = http(readOpenapi, async () => ({
  status: 200,
  headers: { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" },
  body: openapi,
}));
