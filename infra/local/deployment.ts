/** What this machine runs: the functions of this project, or those of a synthesized cloud assembly. */
import { FUNCTIONS, functionRow } from "../../functions/manifest.ts";
import type { Assembly } from "./assembly/assembly.ts";
import { openWorkers } from "./assembly/workers.ts";
import { loadFunctions } from "./functions.ts";
import { type Functions, invokeInProcess } from "./invoke/in-process.ts";
import type { Invoke } from "./invoke/invocation.ts";
import { type Machine, machinesOfPermits } from "./machines.ts";
import type { Schedule } from "./schedule/schedules.ts";

export interface Deployment {
  readonly invoke: Invoke;
  readonly machines: readonly Machine[];
  readonly schedules: readonly Schedule[];
  /** Which function stands behind `GET /permits` and the others. */
  readonly routes: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** The handlers in this process, as they stand in the project. */
export async function ofThisProject(functions?: Functions): Promise<Deployment> {
  return {
    invoke: invokeInProcess(functions ?? (await loadFunctions()), {
      timeoutSeconds: (name) => functionRow(name).timeoutSeconds,
    }),
    machines: machinesOfPermits(),
    schedules: FUNCTIONS.flatMap(({ name, trigger }) =>
      trigger?.kind === "schedule"
        ? [{ functionName: name, everySeconds: trigger.everySeconds }]
        : [],
    ),
    routes: new Map(
      FUNCTIONS.flatMap(({ name, route }) =>
        route ? [[`${route.method} ${route.path}`, name] as const] : [],
      ),
    ),
    close: async () => {},
  };
}

/** The bundles of an assembly, each in a thread of its own. */
export function ofAssembly(
  { functions, machines, schedules, routes }: Assembly,
  surroundings: () => Readonly<Record<string, string>>,
): Deployment {
  const { invoke, close } = openWorkers(functions, surroundings);
  return { invoke, machines, schedules, routes, close };
}
