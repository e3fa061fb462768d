import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Forcing, forcing } from "./states/forcing.ts";

/**
 * Opens (or creates) a SQLite file in which a committed transaction is on disk: WAL, and one fsync
 * for each commit (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export function openDatabase(file: string, schema: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;",
  );
  database.exec(schema);
  return database;
}

export interface ForcedDatabase extends Pick<Forcing, "onDisk"> {
  readonly database: DatabaseSync;
  close(): Promise<void>;
}

/**
 * The same, but a commit is on disk only when `onDisk` says so: whoever tells somebody of it waits
 * for that first, and meanwhile the event loop serves others.
 */
export function openForcedDatabase(file: string, schema: string): ForcedDatabase {
  const database = openDatabase(file, schema);
  database.exec("PRAGMA synchronous = NORMAL");
  const forced = forcing(file);
  return {
    database,
    onDisk: forced.onDisk,
    async close() {
      await forced.close();
      database.close();
    },
  };
}

/** Runs `work` in one transaction: all of it is on disk afterwards, or none of it. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
