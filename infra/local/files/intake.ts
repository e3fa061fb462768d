/** How the bytes of an object come in: small ones are held, large ones go into a file. */
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Digester, type Digests } from "./checksum.ts";
import { FileFault } from "./fault.ts";
import type { SizeRange } from "./policy.ts";

/**
 * The most that is kept in the database: below some hundred kilobytes it takes less time than a file
 * (https://www.sqlite.org/intern-v-extern-blob.html), which is opened, forced to the disk, renamed,
 * and its folder forced after it.
 */
export const SMALL_BYTES = 64 * 1024;

export interface Intake {
  readonly size: number;
  readonly digests: Digests;
  /** All bytes, where they are few; else they stand in the draft of the file. */
  readonly small?: Buffer;
}

/**
 * Takes in all of a source.
 * @throws FileFault where it is not of a size within the range
 */
export async function takeIn(
  source: AsyncIterable<Buffer>,
  range: SizeRange,
  file: string,
): Promise<Intake> {
  const digester = new Digester();
  let size = 0;
  let held: Buffer[] = [];
  let draft: FileHandle | undefined;
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > range.most) throw new FileFault("EntityTooLarge");
      digester.update(chunk);
      held.push(chunk);
      if (size <= SMALL_BYTES) continue;
      draft ??= await open(draftOf(file), "wx", 0o600);
      for (const piece of held) await writeAll(draft, piece);
      held = [];
    }
    if (size < range.least) throw new FileFault("EntityTooSmall");
    await draft?.sync();
  } finally {
    await draft?.close();
  }
  const digests = digester.digests();
  return draft ? { size, digests } : { size, digests, small: Buffer.concat(held) };
}

/** Gives a draft its name, on disk. */
export async function makeLasting(file: string): Promise<void> {
  await rename(draftOf(file), file);
  await syncFolder(dirname(file));
}

/** Removes a file and its draft; absent is fine. */
export async function forget(file: string): Promise<void> {
  await Promise.all([file, draftOf(file)].map((each) => rm(each, { force: true })));
}

function draftOf(file: string): string {
  return `${file}.part`;
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
