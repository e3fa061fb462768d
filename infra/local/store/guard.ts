import { execFileSync, spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Two guards against a store that outlives the platform and keeps its database open.
 *
 * The watchdog is a shell that reads process ids from a pipe whose other end only this process
 * holds. However this process ends, `kill -9` included, the kernel closes the pipe and the shell
 * kills the last id it read. An empty line tells it that there is nothing to kill.
 */
export interface Watchdog {
  /** From now on this process, and no other, dies with us. */
  watch(pid: number): void;
  /** Nothing is to be killed any more. */
  rest(): void;
  /** Ends the watchdog itself. */
  close(): void;
}

const WATCH = 'while read -r pid; do last=$pid; done; if [ -n "$last" ]; then kill -9 "$last"; fi';

export function startWatchdog(): Watchdog {
  // Its own process group: the terminal's Ctrl-C must not end the watchdog before its time.
  const shell = spawn("sh", ["-c", WATCH], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  // Without a shell (Windows) the file of the next guard is what remains.
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  const say = (line: string) => void shell.stdin.write(`${line}\n`);
  return {
    watch: (pid) => say(String(pid)),
    rest: () => say(""),
    close: () => {
      say("");
      shell.stdin.end();
    },
  };
}

/** Writes down which process serves the store, for {@link killLeftover} of the next start. */
export function recordProcess(file: string, pid: number): void {
  writeFileSync(file, `${pid}\n`);
}

export function forgetProcess(file: string): void {
  rmSync(file, { force: true });
}

/**
 * Ends a store that an earlier run left behind, watchdog and all. To be called only while the
 * folder's lock is held: then nobody else can be using that store. The id may have passed on to
 * another process; only one whose command line names our database file is touched.
 */
export async function killLeftover(recordFile: string, databaseFile: string): Promise<void> {
  const pid = recordedProcess(recordFile);
  if (!pid || !commandLine(pid).includes(databaseFile)) return;
  process.kill(pid, "SIGKILL");
  while (commandLine(pid).includes(databaseFile)) await delay(5);
}

function recordedProcess(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8").trim());
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The command line of a process; empty if there is no such process, or a dead one. */
function commandLine(pid: number): string {
  try {
    return process.platform === "linux"
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8")
      : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
