import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ForcedDatabase, openForcedDatabase } from "../../../../infra/local/database.ts";

const syncs: string[] = [];
/** What a sync waits for, and whether it succeeds. */
let disk: () => Promise<void> = async () => {};
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return {
    ...real,
    open: async (...given: Parameters<typeof real.open>) => {
      const handle = await real.open(...given);
      const { datasync } = handle;
      handle.datasync = async () => {
        syncs.push(String(given[0]).replace(/^.*\//, ""));
        await disk();
        return datasync.call(handle);
      };
      return handle;
    },
  };
});

let folder: string;
let forced: ForcedDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "licentia-forcing-"));
  forced = openForcedDatabase(join(folder, "books.db"), "CREATE TABLE entry (text TEXT)");
  syncs.length = 0;
  disk = async () => {};
});
afterEach(async () => {
  await forced.close();
  await rm(folder, { recursive: true });
});

const write = (text: string) => forced.database.prepare("INSERT INTO entry VALUES (?)").run(text);

/** Syncs that end when the test says so. */
function held(): () => void {
  let letGo = () => {};
  const waiting = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  disk = () => waiting;
  return letGo;
}

describe("a commit that is forced to disk", () => {
  it("is not said to be there before the log was synced", async () => {
    const letGo = held();
    write("a");
    let told = false;
    const forcing = forced.onDisk().then(() => {
      told = true;
    });
    await vi.waitFor(() => expect(syncs).toEqual(["books.db-wal"]));
    expect(told).toBe(false);
    letGo();
    await forcing;
    expect(told).toBe(true);
  });

  it("shares its sync with whoever asks while another is under way, and with nobody before", async () => {
    const letGo = held();
    write("a");
    const first = forced.onDisk();
    await vi.waitFor(() => expect(syncs).toHaveLength(1));
    // Committed after that sync began: it may not cover these.
    const later = ["b", "c", "d"].map((text) => {
      write(text);
      return forced.onDisk();
    });
    letGo();
    await Promise.all([first, ...later]);
    expect(syncs).toHaveLength(2);
  });

  it("is not said to be there where the disk fails, and the next one is tried again", async () => {
    disk = async () => {
      throw new Error("the disk is full");
    };
    write("a");
    await expect(forced.onDisk()).rejects.toThrow("the disk is full");
    disk = async () => {};
    write("b");
    await forced.onDisk();
  });

  it("is in the log that is synced: another reader finds it there", async () => {
    write("to be found");
    await forced.onDisk();
    const log = await open(join(folder, "books.db-wal"), "r");
    expect((await log.readFile()).includes("to be found")).toBe(true);
    await log.close();
  });
});
