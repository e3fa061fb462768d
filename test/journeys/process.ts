/** `npm start` as a process of its own, to be killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../infra/local/free-port.ts";

const START = join(import.meta.dirname, "../../infra/local/commands/start.ts");

export interface RunningProcess {
  readonly url: string;
  readonly folder: string;
  /** kill -9, and the same folder and port again. */
  crash(): Promise<void>;
  /** Ctrl-C. @returns the exit code */
  interrupt(): Promise<number | null>;
  close(): Promise<void>;
}

/**
 * @param command what is run in place of this project's own start
 * @returns once it has printed where it runs
 */
export async function startProcess(
  flags: readonly string[] = [],
  command = START,
): Promise<RunningProcess> {
  const folder = await mkdtemp(join(tmpdir(), "licentia-process-"));
  const port = await freePort(0);
  const start = () => started([command, "--port", String(port), "--data", folder, ...flags]);
  let child = await start();
  return {
    url: `http://localhost:${port}`,
    folder,
    async crash() {
      await ended(child, "SIGKILL");
      child = await start();
    },
    interrupt: () => ended(child, "SIGINT"),
    async close() {
      await ended(child, "SIGKILL");
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function started(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: cleanEnvironment(),
  });
  let output = "";
  for await (const chunk of merged(child)) {
    output += chunk;
    if (output.includes("Ctrl-C stops it.")) {
      child.stdout?.resume();
      child.stderr?.resume();
      return child;
    }
  }
  throw new Error(`it did not start: ${output}`);
}

async function* merged(child: ChildProcess): AsyncGenerator<string> {
  const waiting: string[] = [];
  let wake = () => {};
  let over = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      waiting.push(String(chunk));
      wake();
    });
  }
  child.once("exit", () => {
    over = true;
    wake();
  });
  while (!over || waiting.length > 0) {
    const chunk = waiting.shift();
    if (chunk !== undefined) yield chunk;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

/** Without what a platform in the test's own process may have set. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")),
  );
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.kill(signal);
  });
}
