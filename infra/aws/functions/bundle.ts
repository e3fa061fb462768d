/**
 * Each function as one file: what its entry reaches and nothing else, the AWS SDK included, so that
 * what was tested is what runs and a cold start reads a single module.
 */
import { cpSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import type { FunctionRow } from "../../../functions/manifest.ts";

export const ROOT = join(import.meta.dirname, "../../..");

/** As Lambda names what it calls: the file of a bundle, and the export of its entry. */
export const HANDLER = "index.handler";

/**
 * Modules from CommonJS call `require`, which a module of ECMAScript does not have by itself. What
 * makes one is loaded by the first that calls: many bundles have none that does.
 */
const BANNER =
  'const require = (name) => process.getBuiltinModule("node:module").createRequire(import.meta.url)(name);';

/** Files that a function reads at run time by its package's name, where no import reaches them. */
const READ_AT_RUN_TIME: Readonly<Record<string, readonly string[]>> = {
  "read-docs": [
    "node_modules/swagger-ui-dist/package.json",
    "node_modules/swagger-ui-dist/swagger-ui-bundle.js",
    "node_modules/swagger-ui-dist/swagger-ui.css",
  ],
};

export interface Bundled {
  /** What went into each file, and how much of it. */
  readonly metafile: Metafile;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export type Bundleable = Pick<FunctionRow, "entry" | "settings"> & { readonly name: string };

/** The folder of one function's bundle among all of them. */
export function bundleOf(folder: string, name: string): string {
  return join(folder, name);
}

/**
 * Bundles functions, each into a folder of its own that Lambda can be given.
 *
 * @param options.write false to have the files in memory only
 * @throws Error where a module is missing or does not compile
 */
export async function bundleFunctions(
  rows: readonly Bundleable[],
  folder: string,
  { minify = true, write = true }: { readonly minify?: boolean; readonly write?: boolean } = {},
): Promise<Bundled> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: rows.map(({ name }) => ({ in: `${ENTRY}:${name}`, out: `${name}/index` })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    banner: { js: BANNER },
    minify,
    legalComments: "none",
    // Each letter of Vietnamese would be written in six.
    charset: "utf8",
    plugins: [CREDENTIALS_OF_LAMBDA, BUILT_IN, entriesOf(rows)],
    metafile: true,
    write,
    logLevel: "error",
  });
  for (const { name } of write ? rows : []) {
    for (const file of READ_AT_RUN_TIME[name] ?? []) {
      cpSync(join(ROOT, file), join(bundleOf(folder, name), file));
    }
  }
  return { metafile, files: outputFiles ?? [] };
}

const CREDENTIALS = "credentials";

/**
 * Lambda puts a role's credentials into the environment and nowhere else, so that of the SDK's chain
 * only the first link is ever asked. The others (a profile, single sign-on, a process, an instance)
 * would be carried for nothing, with the clients by which they sign in.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const CREDENTIALS_OF_LAMBDA: Plugin = {
  name: "credentials-of-lambda",
  setup({ onResolve, onLoad, resolve }) {
    const filter = /^@aws-sdk\/credential-provider-node$/;
    onResolve({ filter }, async ({ path, pluginData, ...from }) => {
      if (pluginData === "resolved") return undefined;
      const found = await resolve(path, { ...from, pluginData: "resolved" });
      return { ...found, namespace: CREDENTIALS };
    });
    onLoad({ filter: /.*/, namespace: CREDENTIALS }, ({ path }) => ({
      // From where the chain itself finds its first link.
      resolveDir: dirname(path),
      contents: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
    }));
  },
};

const BUILTIN = "built-in";
/** With what is below them, half of what a lean bundle would load: left to the first request that needs them. */
const LATE: ReadonlySet<string> = new Set(["crypto", "node:crypto", "node:zlib", "zlib"]);

/**
 * What Node has built in is taken where it lies: an `import` of it makes a module of it first, with
 * every name that it exports, which a cold start would wait for.
 * https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
const BUILT_IN: Plugin = {
  name: "built-in",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z0-9:_/]+$/ }, ({ path, kind }) =>
      kind === "import-statement" && isBuiltin(path) ? { path, namespace: BUILTIN } : undefined,
    );
    onLoad({ filter: /.*/, namespace: BUILTIN }, ({ path }) => {
      const exported = Object.entries(process.getBuiltinModule(path) ?? {});
      return {
        contents: [
          "let module;",
          `const taken = () => module ??= process.getBuiltinModule(${JSON.stringify(path)});`,
          "export default /* @__PURE__ */ taken();",
          ...exported.map(([name, value]) =>
            LATE.has(path) && isCalled(name, value)
              ? `export const ${name} = (...given) => taken().${name}(...given);`
              : `export const ${name} = /* @__PURE__ */ (() => taken().${name})();`,
          ),
        ].join("\n"),
      };
    });
  },
};

/** What is called by its name: no class, which is made with `new` or extended. */
function isCalled(name: string, value: unknown): boolean {
  return typeof value === "function" && /^[a-z]/.test(name);
}

const ENTRY = "entry";
const CHECK = "check";

/** A bundle's first modules: that all its settings are there, and only then what it is made of. */
function entriesOf(rows: readonly Bundleable[]): Plugin {
  return {
    name: "entries",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${ENTRY}:`) }, ({ path }) => ({
        path: path.slice(ENTRY.length + 1),
        namespace: ENTRY,
      }));
      onResolve({ filter: new RegExp(`^${CHECK}:`) }, ({ path }) => ({
        path: path.slice(CHECK.length + 1),
        namespace: CHECK,
      }));
      onLoad({ filter: /.*/, namespace: ENTRY }, ({ path }) => {
        const row = rows.find(({ name }) => name === path);
        if (!row) return { errors: [{ text: `no function is called ${path}` }] };
        const contents = `import "${CHECK}:${path}"; export { handler } from "./${row.entry}";`;
        return { resolveDir: ROOT, loader: "js", contents };
      });
      onLoad({ filter: /.*/, namespace: CHECK }, ({ path }) => {
        const required = JSON.stringify(rows.find(({ name }) => name === path)?.settings);
        const contents = `import { requireSettings } from "./functions/settings.ts";
          requireSettings(${required});`;
        return { resolveDir: ROOT, loader: "js", contents };
      });
    },
  };
}
