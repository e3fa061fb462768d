import type { DatabaseSync } from "node:sqlite";

/** Schema of the table behind {@link openQueue}; part of the schema of whoever owns the database. */
export const QUEUE_SCHEMA = `
CREATE TABLE IF NOT EXISTS queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  payload TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS queue_due ON queue (due);
`;

/** Work that must be done at least once, whatever happens to the process meanwhile. */
export interface Queue<T> {
  /**
   * Adds work, inside the caller's own transaction if there is one. Call {@link wake} after the
   * commit, or leave the work to whoever wakes the queue next.
   */
  add(payload: T, delayMilliseconds?: number): void;
  /** Takes up whatever is due; settles when nothing due is left that was not tried once. */
  wake(): Promise<void>;
  /** How many pieces of work are not done yet, those that wait for another attempt included. */
  length(): number;
  /** Takes up nothing more, aborts the signal given to the workers, and waits for them. */
  close(): Promise<void>;
}

/** Wait before an attempt is repeated: doubled each time, from `first` up to `most` milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly most: number;
}

/** A timer of Node overflows above 2^31 - 1 milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** More would wait for the same store. */
const MOST_AT_ONCE = 64;
/** Who is done takes up the next: so many are looked at beyond those in hand. */
const AHEAD = 8;

/** How much of one kind of work is in hand at once, by what each piece takes; one piece always is. */
export interface Load<T> {
  readonly most: number;
  readonly of: (payload: T) => number;
}

/**
 * A durable queue in the table `queue` of a database. A piece of work is forgotten only after
 * `work` has fulfilled; when it rejects, or the process dies, it is done again.
 */
export function openQueue<T>(options: {
  database: DatabaseSync;
  work: (payload: T, signal: AbortSignal) => Promise<void>;
  now: () => number;
  backoff: Backoff;
  load?: Load<T>;
  /** Told of each attempt that failed and will be repeated. */
  onFailure?: (error: unknown) => void;
}): Queue<T> {
  const { database, work, now, backoff, onFailure } = options;
  const load = options.load ?? { most: Number.POSITIVE_INFINITY, of: () => 0 };
  const statements = {
    add: database.prepare("INSERT INTO queue (payload, due) VALUES (?, ?)"),
    due: database.prepare("SELECT * FROM queue WHERE due <= ? ORDER BY due, id LIMIT ?"),
    next: database.prepare("SELECT min(due) AS due FROM queue"),
    done: database.prepare("DELETE FROM queue WHERE id = ?"),
    retry: database.prepare("UPDATE queue SET attempts = attempts + 1, due = ? WHERE id = ?"),
    length: database.prepare("SELECT count(*) AS length FROM queue"),
  };
  const stop = new AbortController();
  const inHand = new Map<number, number>();
  let timer: NodeJS.Timeout | undefined;
  let horizon = 0;
  let idle: PromiseWithResolvers<void> | undefined;

  async function attempt(id: number, payload: T, attempts: number): Promise<void> {
    try {
      await work(payload, stop.signal);
      statements.done.run(id);
    } catch (error) {
      onFailure?.(error);
      const wait = Math.min(backoff.most, backoff.first * 2 ** Math.min(30, attempts));
      statements.retry.run(now() + wait, id);
    }
  }

  /** Whoever is done makes room for the next at once: none waits for the slowest of a batch. */
  function takeUp(): void {
    // Those in hand are due as well: so many more are asked for.
    const due = stop.signal.aborted ? [] : statements.due.all(horizon, inHand.size + AHEAD);
    let carried = [...inHand.values()].reduce((sum, each) => sum + each, 0);
    for (const row of due) {
      const id = Number(row["id"]);
      if (inHand.size >= MOST_AT_ONCE) break;
      if (inHand.has(id)) continue;
      const payload = JSON.parse(String(row["payload"])) as T;
      const weight = load.of(payload);
      carried += weight;
      if (inHand.size > 0 && carried > load.most) break;
      inHand.set(id, weight);
      attempt(id, payload, Number(row["attempts"]))
        .finally(() => inHand.delete(id))
        .then(takeUp)
        .catch((error: unknown) => idle?.reject(error));
    }
    if (inHand.size > 0) return;
    idle?.resolve();
    idle = undefined;
    schedule();
  }

  function schedule(): void {
    clearTimeout(timer);
    if (stop.signal.aborted) return;
    const due = statements.next.get()?.["due"];
    if (due === null || due === undefined) return;
    timer = setTimeout(wake, Math.min(LONGEST_TIMER, Math.max(0, Number(due) - now())));
  }

  async function wake(): Promise<void> {
    if (!stop.signal.aborted) {
      horizon = now();
      idle ??= Promise.withResolvers();
      const { promise } = idle;
      takeUp();
      return promise;
    }
    await idle?.promise;
  }

  return {
    add: (payload, delay = 0) => {
      statements.add.run(JSON.stringify(payload), now() + delay);
    },
    wake,
    length: () => Number(statements.length.get()?.["length"]),
    async close() {
      stop.abort();
      clearTimeout(timer);
      await idle?.promise;
      clearTimeout(timer);
    },
  };
}
