import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Readable } from "node:stream";
import { transaction } from "../database.ts";
import { Digester, type Digests } from "./checksum.ts";
import type { CreationReason } from "./event.ts";
import { FileFault } from "./fault.ts";
import type { SizeRange } from "./policy.ts";

export const OBJECT_SCHEMA = `
CREATE TABLE IF NOT EXISTS object (
  key TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  etag TEXT NOT NULL,
  crc32 TEXT NOT NULL,
  modified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS object_content ON object (content);
`;

/** What is known of a stored object. */
export interface StoredObject {
  readonly key: string;
  /** Name of the file that holds the bytes; never made from the key. */
  readonly content: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  readonly etag: string;
  readonly crc32: string;
  /** Milliseconds since the Unix epoch. */
  readonly modified: number;
}

export interface Objects {
  find(key: string): StoredObject | undefined;
  /**
   * The bytes of a found object; once opened they stay readable though it be removed meanwhile.
   * @throws FileFault `NoSuchKey` when it was removed before.
   */
  read(object: StoredObject): Promise<Readable>;
  /** Stores a new object whole, or nothing: `accept` may still refuse when all bytes have come. */
  store(upload: {
    readonly key: string;
    readonly mediaType: string;
    readonly source: AsyncIterable<Buffer>;
    readonly range: SizeRange;
    readonly reason: CreationReason;
    /** Only where nothing stands under the key, else FileFault `PreconditionFailed`. */
    readonly onlyNew?: boolean;
    readonly accept: (digests: Digests) => void;
  }): Promise<StoredObject>;
  /** Gives the bytes of one object to another key; undefined when there is no such object. */
  copy(from: string, to: string, mediaType?: string): Promise<StoredObject | undefined>;
  remove(key: string): Promise<void>;
}

/**
 * Objects on disk: the bytes in files with random names, everything else in the database, whose
 * commit makes an object exist. Bytes are on disk before that commit, and files that no commit
 * names are removed at the next start, so that a crash leaves an object whole or absent.
 *
 * @param onStored called inside the transaction that makes an object exist.
 */
export function openObjects(options: {
  database: DatabaseSync;
  /** Resolves when what was committed is on disk. */
  onDisk: () => Promise<void>;
  folder: string;
  now: () => number;
  onStored: (object: StoredObject, reason: CreationReason) => void;
}): Objects {
  const { database, onDisk, folder, now, onStored } = options;
  const statements = {
    find: database.prepare("SELECT * FROM object WHERE key = ?"),
    put: database.prepare("INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?)"),
    remove: database.prepare("DELETE FROM object WHERE key = ?"),
    uses: database.prepare("SELECT count(*) AS uses FROM object WHERE content = ?"),
  };
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!isUsed(name)) rmSync(join(folder, name));
  }

  function isUsed(content: string): boolean {
    return Number(statements.uses.get(content)?.["uses"]) > 0;
  }

  function find(key: string): StoredObject | undefined {
    const row = statements.find.get(key);
    return row && parse(row);
  }

  async function replace(
    object: StoredObject,
    reason: CreationReason,
    onlyNew = false,
  ): Promise<void> {
    const { key, content, size, mediaType, etag, crc32, modified } = object;
    const before = transaction(database, () => {
      const found = find(key);
      if (found && onlyNew) throw new FileFault("PreconditionFailed");
      statements.put.run(key, content, size, mediaType, etag, crc32, modified);
      onStored(object, reason);
      return found;
    });
    await onDisk();
    await discard(before);
  }

  async function discard(object: StoredObject | undefined): Promise<void> {
    if (object && !isUsed(object.content)) await rm(join(folder, object.content), { force: true });
  }

  return {
    find,
    async read(object) {
      const file = await open(join(folder, object.content)).catch((error) => {
        throw error.code === "ENOENT" ? new FileFault("NoSuchKey") : error;
      });
      return file.createReadStream();
    },
    async store({ key, mediaType, source, range, reason, onlyNew, accept }) {
      const content = randomUUID();
      const draft = join(folder, `${content}.part`);
      try {
        const { size, digests } = await writeWhole(draft, source, range);
        accept(digests);
        await rename(draft, join(folder, content));
        await syncFolder(folder);
        const { etag, crc32 } = digests;
        const object = { key, content, size, mediaType, etag, crc32, modified: now() };
        await replace(object, reason, onlyNew);
        return object;
      } catch (error) {
        if (!isUsed(content)) await rm(join(folder, content), { force: true });
        throw error;
      } finally {
        await rm(draft, { force: true });
      }
    },
    async copy(from, to, mediaType) {
      const found = find(from);
      if (!found) return undefined;
      const object = {
        ...found,
        key: to,
        mediaType: mediaType ?? found.mediaType,
        modified: now(),
      };
      await replace(object, "CopyObject");
      return object;
    },
    async remove(key) {
      const found = find(key);
      statements.remove.run(key);
      await onDisk();
      await discard(found);
    },
  };
}

function parse(row: Record<string, unknown>): StoredObject {
  return {
    key: String(row["key"]),
    content: String(row["content"]),
    size: Number(row["size"]),
    mediaType: String(row["media_type"]),
    etag: String(row["etag"]),
    crc32: String(row["crc32"]),
    modified: Number(row["modified"]),
  };
}

async function writeWhole(path: string, source: AsyncIterable<Buffer>, range: SizeRange) {
  const digester = new Digester();
  let size = 0;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > range.most) throw new FileFault("EntityTooLarge");
      digester.update(chunk);
      await writeAll(file, chunk);
    }
    if (size < range.least) throw new FileFault("EntityTooSmall");
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, digests: digester.digests() };
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    written += (await file.write(chunk, written)).bytesWritten;
  }
}

/** A rename is on disk when its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
