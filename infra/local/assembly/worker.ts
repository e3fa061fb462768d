/** Within a thread: one function, as Lambda's runtime would hold it. */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { type FunctionHandler, invokeInProcess } from "../invoke/in-process.ts";
import type { Answer, Call, Held } from "./workers.ts";

const { name, module, handler, timeoutSeconds } = workerData as Held;

const loaded = import(pathToFileURL(module).href).then((entry: Record<string, unknown>) => {
  const found = entry[handler] as FunctionHandler | undefined;
  if (!found) throw new Error(`${module} exports no ${handler}`);
  return invokeInProcess({ [name]: found }, { timeoutSeconds });
});
// Told to whoever calls it, as Lambda tells it; nobody else listens.
loaded.catch(() => {});

parentPort?.on("message", async ({ id, payload }: Call) => {
  const result = await loaded.then(
    (invoke) => invoke(name, payload),
    (error: Error) => ({
      payload: JSON.stringify({
        errorType: "Runtime.ImportModuleError",
        errorMessage: `Error: ${error.message}`,
      }),
      functionError: "Unhandled" as const,
    }),
  );
  parentPort?.postMessage({ id, result } satisfies Answer);
});
