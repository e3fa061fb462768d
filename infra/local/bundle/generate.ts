import { buildVerifierPage, buildVerifierWorker } from "./verifier-page.ts";

/** The verifying page and its service worker, as the functions that serve them have them in them. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const [page, worker] = await Promise.all([buildVerifierPage(), buildVerifierWorker()]);
  const text = `${JSON.stringify({ page, worker }, null, 2)}\n`;
  return { "functions/generated/verifier-page.json": text };
}
