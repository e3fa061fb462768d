import { join, resolve } from "node:path";
import type { Log } from "../../../functions/log.ts";
import { CannotStart } from "../cannot-start.ts";
import { findBinary } from "./binary.ts";
import { killLeftover } from "./guard.ts";
import { indexStreamRecords } from "./housekeeping.ts";
import { lockFolder } from "./lock.ts";
import { supervise } from "./supervisor.ts";

/** A DynamoDB endpoint: the table's and its stream's. */
export interface Store {
  readonly endpoint: string;
  /** The SQLite file behind it; undefined for an endpoint that is not ours. */
  readonly databaseFile: string | undefined;
  /** Stops it; calling it again waits for the same stop. */
  close(): Promise<void>;
}

/**
 * Opens the store of the one-machine home: dynoxide, spawned and supervised, with its file in
 * `folder`; or, where `AWS_ENDPOINT_URL_DYNAMODB` is set, that endpoint, and nothing is spawned.
 *
 * An acknowledged write is on disk. After `kill -9` of this process the store dies too, and the
 * next call opens the same data.
 *
 * @param options.onFailure told when the store dies again and again and is given up; whoever runs
 *   the platform ends it then. The log has it in any case.
 * @throws {CannotStart} one line that says what to do.
 */
export async function openStore(options: {
  folder: string;
  log: Log;
  onFailure?: (error: Error) => void;
  env?: Readonly<Record<string, string | undefined>>;
}): Promise<Store> {
  const { log, onFailure = () => {}, env = process.env } = options;
  const foreign = env["AWS_ENDPOINT_URL_DYNAMODB"];
  if (foreign) return { endpoint: foreign, databaseFile: undefined, close: async () => {} };

  const binary = findBinary();
  const folder = resolve(options.folder);
  const databaseFile = join(folder, "store.db");
  const recordFile = join(folder, "store.pid");
  const lock = lockFolder(folder);
  try {
    await killLeftover(recordFile, databaseFile);
    const store = await supervise({ binary, databaseFile, recordFile, log, onFailure });
    indexStreamRecords(databaseFile);
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= store.close().then(lock.release);
      return closed;
    };
    return { endpoint: `http://127.0.0.1:${store.port}`, databaseFile, close };
  } catch (error) {
    lock.release();
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotStart(`The store in ${folder} does not start: ${why}`, { cause: error });
  }
}
