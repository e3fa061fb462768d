import { buffer } from "node:stream/consumers";
import type { Reach } from "../../../functions/wiring.ts";
import { FileFault } from "./fault.ts";
import type { Objects } from "./objects.ts";
import { UNBOUNDED } from "./upload.ts";

/** What the port of files says of stored ones; links and forms are signed by whoever gives them. */
export type StoredFiles = NonNullable<Reach["stored"]>;

/**
 * The store's objects for functions in its own process: no request, no signature, the same objects.
 * @param onKept called after a file was kept
 */
export function storedFiles(objects: Objects, onKept: () => void): StoredFiles {
  return {
    async describe(key) {
      const found = objects.find(key);
      return found && { size: found.size, mediaType: found.mediaType };
    },
    async read(key) {
      const found = objects.find(key);
      return found && unlessGone(objects.read(found).then(buffer));
    },
    async keep(key, { bytes, mediaType }) {
      try {
        await objects.store({
          key,
          mediaType,
          source: once(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
          range: UNBOUNDED,
          reason: "PutObject",
          onlyNew: true,
          accept: () => {},
        });
      } catch (error) {
        if (error instanceof FileFault && error.code === "PreconditionFailed") return false;
        throw error;
      }
      onKept();
      return true;
    },
    remove: (key) => objects.remove(key),
  };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Removed between the finding and the reading. */
async function unlessGone<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof FileFault && error.code === "NoSuchKey") return undefined;
    throw error;
  }
}
