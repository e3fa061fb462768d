import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CannotStart } from "../cannot-start.ts";

/** How long a start waits for a run that is just ending. */
const PATIENCE_MS = 1_000;

/** The right to use a data folder alone. */
export interface FolderLock {
  release(): void;
}

/**
 * Makes the folder if need be and takes it for this process alone.
 *
 * The lock is SQLite's own, held by the operating system on an open file: it ends with the process
 * however that ends, so that no stale lock can outlive a `kill -9` (a file with a process id would,
 * and the id may by then be another process).
 *
 * @throws {CannotStart} if the folder cannot be written or another process holds it.
 */
export function lockFolder(folder: string): FolderLock {
  try {
    make(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
  const database = open(folder);
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!/locked/.test(String(error))) throw unwritable(folder, error);
    throw new CannotStart(
      `The data folder ${folder} is in use by another run: stop that run, or choose another folder.`,
    );
  }
  return { release: () => database.close() };
}

/** One folder after the other: Node's own `recursive` tries for ever where none can be made, as in /proc. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder);
}

function open(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(join(folder, "lock"), { timeout: PATIENCE_MS });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function unwritable(folder: string, cause: unknown): CannotStart {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CannotStart(
    `The data folder ${folder} cannot be written (${why}): make it writable, or choose another folder.`,
    { cause },
  );
}
