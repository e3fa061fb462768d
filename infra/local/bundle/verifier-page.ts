import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const STYLE = `
:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:40rem;padding:1rem}
#verdict{border-left:.5rem solid #777;padding:.5rem 1rem;margin:1rem 0}
#verdict.valid{border-color:#00703c}
#verdict.expired,#verdict.not-yet-valid,#verdict.suspended,#verdict.status-unknown{border-color:#b58900}
#verdict.no-longer-in-force,#verdict.unknown-issuer,#verdict.altered,#verdict.malformed{border-color:#d4351c}
h1{font-size:2rem;margin:0}
dt{font-weight:bold}dd{margin:0 0 .5rem;overflow-wrap:anywhere}
textarea{box-sizing:border-box;width:100%;font:inherit}
button{font:inherit;padding:.25rem 1rem;min-height:2.75rem}
`;

/**
 * The page at `/V` in one file: it verifies the licence in its own address, whose fragment never
 * reaches a server, by the very verifier that servers use. It fetches the key set and the licence's
 * status list from the site it came from, keeps both, and goes on without a network by what it kept.
 *
 * Its policy allows its own script and style by their digests, and connections to its own site.
 */
export async function buildVerifierPage(): Promise<string> {
  const script = await bundle("infra/local/bundle/page/page.ts");
  // No text in the script may end it, and an HTML comment in it would hide the rest.
  return pageWith(script.replaceAll("</", "<\\/").replaceAll("<!--", "<\\!--"));
}

/** The service worker at `/V.js`, by which the page opens without a network after its first load. */
export function buildVerifierWorker(): Promise<string> {
  return bundle("infra/local/bundle/page/worker.ts");
}

function pageWith(script: string): string {
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(STYLE)}'`,
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Licentia</title>
<style>${STYLE}</style>
</head>
<body>
<nav><button id="vi" type="button" lang="vi">Tiếng Việt</button> <button id="en" type="button" lang="en">English</button></nav>
<main>
<section id="verdict" aria-live="polite"><h1 id="headline"></h1><p id="sentence"></p><dl id="facts"></dl></section>
<p><label id="ask" for="licence"></label></p>
<p><textarea id="licence" rows="4" spellcheck="false" autocomplete="off"></textarea></p>
<p><button id="check" type="button"></button></p>
</main>
<noscript><p>JavaScript: npm run verify</p></noscript>
<script type="module">${script}</script>
</body>
</html>
`;
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    write: false,
  });
  return outputFiles[0]!.text.trim();
}

/** As a content security policy names what is inlined (CSP level 3, section 2.3.1). */
function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
