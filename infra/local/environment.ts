/** What AWS gives a function by its configuration, one machine gives this process by its environment. */
import type { Setting } from "../../functions/settings.ts";

const surroundings = new Map<string, string>();
const before = new Map<string, string | undefined>();

/** Variables of the SDK: region, credentials, endpoints. */
export function setEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) surroundings.set(name, value);
  setVariables(variables);
}

/** What was set by `setEnvironment`, and how loud the logs are: what is no function's own setting. */
export function surroundingsOfFunctions(): Readonly<Record<string, string>> {
  const { LOG_LEVEL } = process.env;
  return {
    ...Object.fromEntries(surroundings),
    ...(LOG_LEVEL && { LOG_LEVEL }),
  };
}

/** Every setting that functions read; a new one that is forgotten here does not compile. */
export function setSettings(settings: Readonly<Record<Setting, string>>): void {
  setVariables(settings);
}

function setVariables(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!before.has(name)) before.set(name, process.env[name]);
    process.env[name] = value;
  }
}

/** Every variable that was set here is again what it was before. */
export function restoreEnvironment(): void {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  before.clear();
  surroundings.clear();
}
