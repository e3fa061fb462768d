import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { GetItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CannotStart } from "../../../../infra/local/cannot-start.ts";
import { findBinary } from "../../../../infra/local/store/binary.ts";
import { openStore, type Store } from "../../../../infra/local/store/dynoxide.ts";
import { createTable } from "../../../../infra/local/store/schema.ts";
import { clientOf, memoryLog, TABLE, temporaryFolder } from "./builder.ts";

let folder: ReturnType<typeof temporaryFolder>;
let log: ReturnType<typeof memoryLog>;
const opened: Store[] = [];

async function open(options: { onFailure?: (error: Error) => void } = {}): Promise<Store> {
  const store = await openStore({ folder: folder.path, log, env: {}, ...options });
  opened.push(store);
  return store;
}

beforeEach(() => {
  folder = temporaryFolder();
  log = memoryLog();
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  folder.remove();
});

const item = { pk: { S: "a" }, sk: { S: "b" } };
const put = (endpoint: string) =>
  clientOf(endpoint).send(new PutItemCommand({ TableName: TABLE.name, Item: item }));
const get = async (endpoint: string) =>
  (await clientOf(endpoint).send(new GetItemCommand({ TableName: TABLE.name, Key: item }))).Item;
const storeProcess = () => Number(readFileSync(join(folder.path, "store.pid"), "utf8"));

/** Whether it runs; a dead process that its parent has not yet asked about has no command line. */
const alive = (pid: number) =>
  spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.match(
    /^[^Z]/,
  ) !== null;

describe("openStore", () => {
  it("keeps what was written over a clean stop and a new start", async () => {
    const first = await open();
    await createTable(clientOf(first.endpoint), TABLE);
    await put(first.endpoint);
    await first.close();
    const second = await open();
    expect(await get(second.endpoint)).toEqual(item);
  });

  it("leaves no process behind when it is closed", async () => {
    const store = await open();
    const pid = storeProcess();
    await store.close();
    expect(alive(pid)).toBe(false);
  });

  it("serves on the same address again after the store was killed", async () => {
    const store = await open();
    await createTable(clientOf(store.endpoint), TABLE);
    await put(store.endpoint);
    process.kill(storeProcess(), "SIGKILL");
    expect(await vi.waitFor(() => get(store.endpoint), { timeout: 5_000 })).toEqual(item);
  });

  it("survives a request that makes dynoxide abort", async () => {
    const store = await open();
    const client = clientOf(store.endpoint);
    await createTable(client, TABLE);
    await put(store.endpoint);
    const abortive = new PutItemCommand({
      TableName: TABLE.name,
      Item: item,
      ConditionExpression: "attribute_exists(tên)",
    });
    await client.send(abortive).catch(() => {});
    expect(await vi.waitFor(() => get(store.endpoint), { timeout: 5_000 })).toEqual(item);
  });

  it("gives up a store that dies again and again, and says so", async () => {
    const failures: Error[] = [];
    const store = await open({ onFailure: (error) => failures.push(error) });
    // From now on the file is no database: whatever is started on it ends at once.
    process.kill(storeProcess(), "SIGSTOP");
    rmSync(join(folder.path, "store.db-wal"));
    writeFileSync(join(folder.path, "store.db"), "no database ".repeat(1_000));
    process.kill(storeProcess(), "SIGKILL");
    await vi.waitFor(() => expect(failures).toHaveLength(1), { timeout: 20_000 });
    expect(failures[0]?.message).toMatch(/^The store cannot be kept running: it died \d+ times/);
    await store.close();
  });

  it("refuses a folder that another run holds, in one line", async () => {
    await open();
    const second = openStore({ folder: folder.path, log, env: {} });
    await expect(second).rejects.toThrow(CannotStart);
    await expect(second).rejects.toThrow(/in use by another run: stop that run, or choose/);
  });

  it.skipIf(process.getuid?.() === 0)("refuses a folder that it may not write", async () => {
    chmodSync(folder.path, 0o500);
    await expect(open()).rejects.toThrow(/cannot be written .*: make it writable/);
  });

  it("refuses a folder whose parent is a file", async () => {
    writeFileSync(join(folder.path, "file"), "");
    const store = openStore({ folder: join(folder.path, "file", "data"), log, env: {} });
    await expect(store).rejects.toThrow(/cannot be written .*: make it writable/);
  });

  it.runIf(process.platform === "linux")("refuses a folder where none can be made", async () => {
    const store = openStore({ folder: "/proc/licentia", log, env: {} });
    await expect(store).rejects.toThrow(/cannot be written .*: make it writable/);
  });

  it("refuses a file that is no database, with the store's own words", async () => {
    writeFileSync(join(folder.path, "store.db"), "no database ".repeat(1_000));
    await expect(open()).rejects.toThrow(/^The store in \S+ does not start: .*not a/);
  });

  it("uses the endpoint of the environment and starts nothing", async () => {
    const env = { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" };
    const store = await openStore({ folder: folder.path, log, env });
    expect(store).toMatchObject({ endpoint: "http://127.0.0.1:9", databaseFile: undefined });
    expect(() => storeProcess()).toThrow("ENOENT");
  });
});

describe("after kill -9 of the platform", () => {
  async function start() {
    const script = join(import.meta.dirname, "platform.ts");
    const platform = spawn(process.execPath, [script, folder.path], { stdio: "pipe" });
    const [endpoint] = await once(createInterface(platform.stdout), "line");
    return { platform, endpoint: String(endpoint) };
  }
  async function startAndKill(): Promise<number> {
    const { platform, endpoint } = await start();
    await createTable(clientOf(endpoint), TABLE);
    await put(endpoint);
    const pid = storeProcess();
    platform.kill("SIGKILL");
    await once(platform, "exit");
    return pid;
  }

  it("the store dies too", async () => {
    const pid = await startAndKill();
    await vi.waitFor(() => expect(alive(pid)).toBe(false));
  });

  it("a new start succeeds at once and finds what was acknowledged", async () => {
    await startAndKill();
    const store = await open();
    expect(await get(store.endpoint)).toEqual(item);
  });

  it("every write that was acknowledged is there, whatever was under way", async () => {
    const { platform, endpoint } = await start();
    const client = clientOf(endpoint);
    await createTable(client, TABLE);
    const acknowledged: string[] = [];
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let count = 0; ; count += 1) {
        const id = `${writer}-${count}`;
        await client.send(
          new PutItemCommand({ TableName: TABLE.name, Item: { pk: { S: id }, sk: { S: "x" } } }),
        );
        acknowledged.push(id);
        if (acknowledged.length === 200) platform.kill("SIGKILL");
      }
    });
    await Promise.allSettled(writers);
    const store = await open();
    const pages = await clientOf(store.endpoint).send(new ScanCommand({ TableName: TABLE.name }));
    const stored = new Set(pages.Items?.map((one) => one["pk"]?.S));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  });

  it("a store that even its watchdog did not end is ended by the next start", async () => {
    const first = await open();
    await createTable(clientOf(first.endpoint), TABLE);
    await first.close();
    const databaseFile = join(folder.path, "store.db");
    const leftover = spawn(
      findBinary(),
      ["serve", "--host", "127.0.0.1", "--port", "0", "--db-path", databaseFile],
      { stdio: "ignore" },
    );
    const ended = once(leftover, "exit");
    writeFileSync(join(folder.path, "store.pid"), `${leftover.pid}\n`);
    await open();
    expect(await ended).toEqual([null, "SIGKILL"]);
  });

  it("a process that merely has the recorded id is left alone", async () => {
    const bystander = spawn("sleep", ["60"], { stdio: "ignore" });
    writeFileSync(join(folder.path, "store.pid"), `${bystander.pid}\n`);
    await open();
    expect(alive(bystander.pid ?? 0)).toBe(true);
    bystander.kill();
    await once(bystander, "exit");
  });
});

describe("findBinary", () => {
  it("names the package to install where there is no binary", () => {
    const nothing = () => {
      throw new Error("not found");
    };
    expect(() => findBinary({ platform: "darwin", arch: "arm64" }, nothing)).toThrow(
      'run "npm install --no-save @dynoxide/darwin-arm64", or set AWS_ENDPOINT_URL_DYNAMODB',
    );
  });
});
