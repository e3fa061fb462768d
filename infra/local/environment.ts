/** What AWS gives a function by its configuration, one machine gives this process by its environment. */
import { createServer } from "node:net";
import type { Setting } from "../../functions/settings.ts";
import { CannotStart } from "./cannot-start.ts";

const surroundings: Record<string, string> = {};

/** Variables of the SDK: region, credentials, endpoints. */
export function setEnvironment(variables: Readonly<Record<string, string>>): void {
  Object.assign(surroundings, variables);
  Object.assign(process.env, variables);
}

/** What was set by `setEnvironment`, and how loud the logs are: what is no function's own setting. */
export function surroundingsOfFunctions(): Readonly<Record<string, string>> {
  const { POWERTOOLS_LOG_LEVEL } = process.env;
  return { ...surroundings, ...(POWERTOOLS_LOG_LEVEL && { POWERTOOLS_LOG_LEVEL }) };
}

/** Every setting that functions read; a new one that is forgotten here does not compile. */
export function setSettings(settings: Readonly<Record<Setting, string>>): void {
  Object.assign(process.env, settings);
}

/**
 * The port, once it is known that nobody has it; for 0 any that is free. The platform's own address
 * is part of its tokens and links, so it must be known before anything listens.
 * @throws CannotStart
 */
export function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE"
          ? `Port ${wanted} is taken: stop what runs there, or choose another with --port.`
          : `Port ${wanted} cannot be used (${error.code}): choose another with --port.`;
      reject(new CannotStart(why));
    });
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
