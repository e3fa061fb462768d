import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Puts on disk what a database in WAL mode has committed, without holding the event loop up. */
export interface Forcing {
  /** Resolves when everything committed before this call is on disk. */
  onDisk(): Promise<void>;
  close(): Promise<void>;
}

/**
 * With `synchronous = NORMAL` a commit is written to the write-ahead log and not waited for; SQLite
 * itself forces the log before it is copied into the database, so that only the last commits could
 * be lost, never the database (https://www.sqlite.org/pragma.html#pragma_synchronous). Forcing the
 * log here, on another thread, makes those last ones safe before anybody is told of them: all who
 * ask while one sync is under way share the next.
 */
export function forcing(database: string): Forcing {
  let log: Promise<FileHandle> | undefined;
  let running = Promise.resolve();
  let next: Promise<void> | undefined;
  const force = async () => {
    log ??= openLog(database);
    await (await log).datasync();
  };
  return {
    onDisk() {
      next ??= running
        .catch(() => {})
        .then(() => {
          next = undefined;
          running = force();
          return running;
        });
      return next;
    },
    async close() {
      await next?.catch(() => {});
      await running.catch(() => {});
      await (await log)?.close();
    },
  };
}

/** The log stays the same file while the database is open; its name is on disk once its folder is. */
async function openLog(database: string): Promise<FileHandle> {
  const log = await open(`${database}-wal`, "r+");
  if (process.platform !== "win32") {
    const folder = await open(dirname(database), "r");
    await folder.sync();
    await folder.close();
  }
  return log;
}
