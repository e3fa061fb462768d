import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import { transaction } from "../database.ts";
import type { Digests } from "./checksum.ts";
import type { CreationReason } from "./event.ts";
import { FileFault } from "./fault.ts";
import { forget, makeLasting, takeIn } from "./intake.ts";
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
CREATE TABLE IF NOT EXISTS small_content (
  name TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
`;

/** What is known of a stored object. */
export interface StoredObject {
  readonly key: string;
  /** Name of the bytes, and of the file that holds them where it is one; never made from the key. */
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
 * Objects on disk: large ones as files with random names, everything else in the database, whose
 * commit makes an object exist. Files are on disk before that commit, and those that no commit
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
    keepSmall: database.prepare("INSERT INTO small_content VALUES (?, ?)"),
    small: database.prepare("SELECT bytes FROM small_content WHERE name = ?"),
    forgetSmall: database.prepare("DELETE FROM small_content WHERE name = ?"),
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
    { small, onlyNew = false }: { readonly small?: Buffer; readonly onlyNew?: boolean } = {},
  ): Promise<void> {
    const { key, content, size, mediaType, etag, crc32, modified } = object;
    const orphan = transaction(database, () => {
      const found = find(key);
      if (found && onlyNew) throw new FileFault("PreconditionFailed");
      if (small) statements.keepSmall.run(content, small);
      statements.put.run(key, content, size, mediaType, etag, crc32, modified);
      onStored(object, reason);
      return orphanOf(found);
    });
    await onDisk();
    await discard(orphan);
  }

  /** The file, if it is one, of bytes that no object has any more; those in the database go here. */
  function orphanOf(object: StoredObject | undefined): string | undefined {
    if (!object || isUsed(object.content)) return undefined;
    return statements.forgetSmall.run(object.content).changes > 0 ? undefined : object.content;
  }

  async function discard(file: string | undefined): Promise<void> {
    if (file !== undefined) await rm(join(folder, file), { force: true });
  }

  function smallOf(object: StoredObject): Buffer | undefined {
    const bytes = statements.small.get(object.content)?.["bytes"] as Uint8Array | undefined;
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  return {
    find,
    async read(object) {
      const small = smallOf(object);
      if (small) return Readable.from([small], { objectMode: false });
      const file = await open(join(folder, object.content)).catch((error) => {
        throw error.code === "ENOENT" ? new FileFault("NoSuchKey") : error;
      });
      return file.createReadStream();
    },
    async store({ key, mediaType, source, range, reason, onlyNew = false, accept }) {
      const content = randomUUID();
      const file = join(folder, content);
      try {
        const { size, digests, small } = await takeIn(source, range, file);
        accept(digests);
        if (!small) await makeLasting(file);
        const { etag, crc32 } = digests;
        const object = { key, content, size, mediaType, etag, crc32, modified: now() };
        await replace(object, reason, { onlyNew, ...(small && { small }) });
        return object;
      } catch (error) {
        if (!isUsed(content)) await forget(file);
        throw error;
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
      const orphan = transaction(database, () => {
        const found = find(key);
        statements.remove.run(key);
        return orphanOf(found);
      });
      await onDisk();
      await discard(orphan);
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
