/** How a command ends: its status, and what is said of a mistake, in one line and without a stack. */

/** Exit status of a command that was not called as its usage says. */
export const WRONG_USAGE = 2;

/**
 * Runs a command, whose status becomes the process's.
 *
 * @param main gives the exit status; undefined where the process goes on by itself
 * @param told errors whose message is for the person at the terminal; such a command ends with 1
 */
export async function runCommand(
  main: () => Promise<number | undefined>,
  ...told: readonly (new (
    ...given: never[]
  ) => Error)[]
): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const wrong = wrongUsage(error);
    if (wrong === undefined && !told.some((each) => error instanceof each)) throw error;
    process.stderr.write(`${wrong ?? (error as Error).message}\n`);
    process.exitCode = wrong === undefined ? 1 : WRONG_USAGE;
  }
}

/** What `parseArgs` found wrong, without its advice on words that begin with a hyphen; or `URL`. */
function wrongUsage(error: unknown): string | undefined {
  const { code, message, input, base } = error as NodeJS.ErrnoException & Record<string, string>;
  if (code === "ERR_INVALID_URL") return `"${base ?? input}" is no address: see --help.`;
  if (!code?.startsWith("ERR_PARSE_ARGS")) return undefined;
  return `${message.split(/\. |\n/)[0]?.replace(/\.$/, "")}: see --help.`;
}
