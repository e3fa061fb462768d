/** The handlers of the manifest, loaded into this process. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FUNCTIONS } from "../../functions/manifest.ts";
import type { FunctionHandler, Functions } from "./invoke/in-process.ts";

const ROOT = join(import.meta.dirname, "../..");

/** @throws Error where a module of the manifest exports no `handler` */
export async function loadFunctions(): Promise<Functions> {
  const loaded = FUNCTIONS.map(async ({ name, entry }) => {
    const module = (await import(pathToFileURL(join(ROOT, entry)).href)) as {
      handler?: FunctionHandler;
    };
    if (!module.handler) throw new Error(`${entry} exports no handler`);
    return [name, module.handler] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}
