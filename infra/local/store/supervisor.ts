import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../../functions/log.ts";
import { freePort } from "../free-port.ts";
import { forgetProcess, recordProcess, startWatchdog } from "./guard.ts";

/** A dynoxide process that is started again, on the same port, whenever it dies. */
export interface SupervisedProcess {
  readonly port: number;
  close(): Promise<void>;
}

export interface Supervision {
  readonly binary: string;
  readonly databaseFile: string;
  /** Names the running process for the next start. */
  readonly recordFile: string;
  readonly log: Log;
  /** Told once, when the process dies so often that restarting it is given up. */
  readonly onFailure: (error: Error) => void;
}

/**
 * dynoxide 1.2.1 aborts on some requests, and the SDK repeats a request that got no answer: a few
 * deaths in a row are one bad request, more than these within a minute are a broken store.
 */
const DEATHS_A_MINUTE = 20;
const SLOWEST_RESTART_MS = 250;
const START_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 5_000;
const PORT_ATTEMPTS = 5;

/** @throws {Error} with the last line that the process wrote, if it does not come up at all. */
export async function supervise(supervision: Supervision): Promise<SupervisedProcess> {
  const { log, recordFile } = supervision;
  const watchdog = startWatchdog();
  const launch = (port: number) => {
    const running = run(supervision, port);
    if (running.process.pid) {
      watchdog.watch(running.process.pid);
      recordProcess(recordFile, running.process.pid);
    }
    return running;
  };
  const end = async (running: Running) => {
    await terminate(running);
    watchdog.rest();
    forgetProcess(recordFile);
  };

  const first = await launchFirst(launch, end).catch((error) => {
    watchdog.close();
    throw error;
  });
  const { port } = first;
  let { running } = first;
  let closing = false;
  const keepUp = async () => {
    const pauseAfterDeath = restartPolicy();
    for (;;) {
      const how = await running.ended;
      watchdog.rest();
      if (closing) return;
      log.error("The store died and is started again.", { how });
      await delay(pauseAfterDeath(how, Date.now()));
      if (closing) return;
      running = launch(port);
    }
  };
  const watching = keepUp().catch((error: Error) => {
    const failure = new Error(`The store cannot be kept running: ${error.message}`);
    log.error(failure.message);
    supervision.onFailure(failure);
  });
  return {
    port,
    async close() {
      closing = true;
      await end(running);
      watchdog.close();
      await watching;
    },
  };
}

/** A port that was free may be taken by the time the process opens it: then another is tried. */
async function launchFirst(
  launch: (port: number) => Running,
  end: (running: Running) => Promise<void>,
  attempt = 1,
): Promise<{ port: number; running: Running }> {
  const port = await freePort();
  const running = launch(port);
  const failure = await answering(port, running);
  if (!failure) return { port, running };
  await end(running);
  const retry = /already in use/.test(failure) && attempt < PORT_ATTEMPTS;
  if (!retry) throw new Error(failure);
  return launchFirst(launch, end, attempt + 1);
}

/**
 * How long to wait before the next start: not at all the first times, then longer, so that a store
 * that cannot run costs no whole core. It throws when there have been too many deaths.
 */
function restartPolicy(): (how: string, now: number) => number {
  let deaths: number[] = [];
  return (how, now) => {
    deaths = [...deaths.filter((death) => death > now - 60_000), now];
    if (deaths.length > DEATHS_A_MINUTE) throw new Error(`it died ${deaths.length} times: ${how}`);
    return deaths.length <= 3 ? 0 : Math.min(SLOWEST_RESTART_MS, 10 * 2 ** (deaths.length - 3));
  };
}

async function terminate({ process, ended }: Running): Promise<void> {
  process.kill("SIGTERM");
  const killer = setTimeout(() => process.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(killer);
}

interface Running {
  readonly process: ChildProcess;
  /** Settles, and never rejects, when the process is gone: how it ended. */
  readonly ended: Promise<string>;
  /** The last line it wrote to its standard error. */
  lastWords(): string;
}

function run({ binary, databaseFile }: Supervision, port: number): Running {
  const args = ["serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", databaseFile];
  // Its own process group: the terminal's Ctrl-C must not take the store from under requests that
  // the platform is still finishing. The watchdog sees to it that it dies with the platform.
  const process = spawn(binary, args, { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  process.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-2_000);
  });
  const ended = new Promise<string>((resolve) => {
    process.once("error", (error) => resolve(error.message));
    process.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return { process, ended, lastWords: () => words.trim().split("\n").at(-1) ?? "" };
}

/** Waits until the store answers; otherwise says why it does not. */
async function answering(port: number, running: Running): Promise<string | undefined> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let ended: string | undefined;
  void running.ended.then((how) => {
    ended = how;
  });
  while (Date.now() < deadline) {
    if (ended !== undefined) return running.lastWords() || ended;
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_000) })
      .then((response) => response.text())
      .catch(() => "");
    if (answer.startsWith("healthy")) return undefined;
    await delay(5);
  }
  return `it did not answer within ${START_TIMEOUT_MS / 1_000} s`;
}
