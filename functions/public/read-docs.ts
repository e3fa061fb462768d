import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { http } from "../runtime.ts";
import { readDocs } from "./contracts.ts";

/** Swagger UI whole in one page: nothing is fetched from elsewhere but this API's own description. */
export const handler = http(readDocs, async () => {
  page ??= await built();
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "public, max-age=300",
      "content-security-policy":
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'",
    },
    body: page,
  };
});

let page: string | undefined;

async function built(): Promise<string> {
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const [script, style] = await Promise.all([
    readFile(join(folder, "swagger-ui-bundle.js"), "utf8"),
    readFile(join(folder, "swagger-ui.css"), "utf8"),
  ]);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Licentia API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body><main id="docs"></main>
<script>${script.replaceAll("</script", "<\\/script")}</script>
<script>SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });</script>
</body></html>`;
}
