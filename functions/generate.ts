import { openapi } from "./openapi.ts";

/** Files that follow from the route table, by path from the root. */
export function generatedFiles(): Record<string, string> {
  return { "functions/generated/openapi.json": `${JSON.stringify(openapi(), null, 2)}\n` };
}
