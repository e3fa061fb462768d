/** Within a thread of its own: loads bundles, each in the environment that it is told, and says what failed. */
import { parentPort, workerData } from "node:worker_threads";

export interface Attempt {
  readonly module: string;
  /** What the module has to export. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}

const failures: (string | undefined)[] = [];
for (const [at, { module, handler, environment }] of (workerData as readonly Attempt[]).entries()) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  failures.push(
    await import(`${module}?${at}`).then(
      (loaded) => (typeof loaded[handler] === "function" ? undefined : `exports no ${handler}`),
      (error: Error) => error.message,
    ),
  );
}
parentPort?.postMessage(failures);
