import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Ending, HistoryEvent, Status, Thread } from "./execution.ts";
import { type Forcing, forcing } from "./forcing.ts";
import { wakeOf } from "./interpreter.ts";

/**
 * The log is copied into the database after sixteen megabytes of it, not four: SQLite does that
 * within a commit, on this thread and with an fsync of both files.
 */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA foreign_keys = OFF;
  PRAGMA wal_autocheckpoint = 4000;
  CREATE TABLE IF NOT EXISTS definitions (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS machines (
    arn TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, definition INTEGER NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS executions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL,
    name TEXT NOT NULL, role TEXT NOT NULL, definition INTEGER NOT NULL, input TEXT NOT NULL,
    status TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    started INTEGER NOT NULL, stopped INTEGER, expires INTEGER);
  CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machine, id);
  CREATE INDEX IF NOT EXISTS executions_by_status ON executions (machine, status, id);
  CREATE INDEX IF NOT EXISTS executions_by_end ON executions (stopped) WHERE stopped IS NOT NULL;
  CREATE TABLE IF NOT EXISTS threads (
    execution INTEGER NOT NULL, id INTEGER NOT NULL, pending INTEGER NOT NULL, wake INTEGER,
    body TEXT NOT NULL, PRIMARY KEY (execution, id)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS threads_by_wake ON threads (wake, execution) WHERE wake IS NOT NULL;
  CREATE INDEX IF NOT EXISTS threads_pending ON threads (execution) WHERE pending = 1;
  CREATE TABLE IF NOT EXISTS events (
    execution INTEGER NOT NULL, id INTEGER NOT NULL, previous INTEGER NOT NULL,
    timestamp INTEGER NOT NULL, type TEXT NOT NULL, details TEXT,
    PRIMARY KEY (execution, id)) WITHOUT ROWID;
`;

export interface MachineRow {
  readonly arn: string;
  readonly name: string;
  readonly role: string;
  readonly definition: number;
  readonly created: number;
  readonly updated: number;
}

export interface ExecutionRow {
  readonly id: number;
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly role: string;
  readonly definition: number;
  readonly input: string;
  readonly status: Status;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly started: number;
  readonly stopped: number | null;
  readonly expires: number | null;
}

interface Pending {
  readonly write: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Everything that must outlive the process, in one SQLite file. Writes that come together are
 * committed together: one fsync for all of them, which the event loop does not wait for.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #pending: Pending[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  readonly #forcing: Forcing | undefined;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(SCHEMA);
    if (path !== ":memory:") this.#forcing = forcing(path);
  }

  /** Runs a write in the next commit, and resolves when that is on disk. */
  commit(write: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ write, resolve, reject });
      this.#scheduled ??= setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const batch = this.#pending;
    this.#pending = [];
    this.#scheduled = undefined;
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      for (const { write } of batch) write();
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      for (const { reject } of batch) reject(error);
      return;
    }
    const forced = this.#forcing?.onDisk() ?? Promise.resolve();
    forced.then(
      () => {
        for (const { resolve } of batch) resolve();
      },
      (error) => {
        for (const { reject } of batch) reject(error);
      },
    );
  }

  async close(): Promise<void> {
    if (this.#scheduled) {
      clearImmediate(this.#scheduled);
      this.#flush();
    }
    await this.#forcing?.close();
    this.#database.close();
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).lastInsertRowid);
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  writeExecution(row: ExecutionRow): void {
    this.#prepare(
      `INSERT INTO executions VALUES (:id, :arn, :machine, :name, :role, :definition, :input,
        :status, :output, :error, :cause, :started, :stopped, :expires)`,
    ).run({ ...row });
  }

  writeEvents(execution: number, events: readonly HistoryEvent[]): void {
    for (const { id, previousEventId, timestamp, type, details } of events) {
      this.run(
        "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
        execution,
        id,
        previousEventId,
        timestamp,
        type,
        details ? JSON.stringify(details) : null,
      );
    }
  }

  /** @param expires when the execution times out, which its first thread keeps watch over */
  writeThread(execution: number, thread: Thread, expires: number | undefined): void {
    const limits = [wakeOf(thread), thread.id === 0 ? expires : undefined];
    const wake = limits.filter((moment) => moment !== undefined);
    this.run(
      "INSERT OR REPLACE INTO threads VALUES (?, ?, ?, ?, ?)",
      execution,
      thread.id,
      thread.phase === "entering" || thread.phase === "invoking" ? 1 : 0,
      wake.length > 0 ? Math.min(...wake) : null,
      JSON.stringify(thread),
    );
  }

  writeEnding(execution: number, { status, output, error, cause }: Ending, now: number): void {
    this.run(
      "UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stopped = ? WHERE id = ?",
      status,
      output ?? null,
      error ?? null,
      cause ?? null,
      now,
      execution,
    );
    this.run("DELETE FROM threads WHERE execution = ?", execution);
  }

  /**
   * Forgets some executions that ended before a moment, with all that belongs to them.
   * @returns how many; call again until it is none
   */
  forget(before: number): number {
    const old = this.all<{ id: number; definition: number }>(
      "SELECT id, definition FROM executions WHERE stopped < ? LIMIT 200",
      before,
    );
    for (const { id, definition } of old) {
      this.run("DELETE FROM events WHERE execution = ?", id);
      this.run("DELETE FROM executions WHERE id = ?", id);
      this.run(
        `DELETE FROM definitions WHERE id = ?1
          AND NOT EXISTS (SELECT 1 FROM machines WHERE definition = ?1)
          AND NOT EXISTS (SELECT 1 FROM executions WHERE definition = ?1)`,
        definition,
      );
    }
    return old.length;
  }
}
