import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ObjectCreated } from "../../../../infra/local/files/event.ts";
import { openFiles } from "../../../../infra/local/files/server.ts";
import { BUCKET, CREDENTIALS, clientOf, openStorage, type Storage } from "./storage.ts";

const SERVER = join(import.meta.dirname, "../../../../infra/local/files/server.ts");

const upload = (key: string) => new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: "12345" });

describe("an upload to quarantine", () => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await openStorage();
  });
  afterEach(() => storage.close());

  test("is told as EventBridge tells it, with the key as it is", async () => {
    await storage.client.send(upload("quarantine/a b+ü.pdf"));
    await storage.taken(1);
    expect(storage.events).toMatchObject([
      {
        source: "aws.s3",
        "detail-type": "Object Created",
        resources: ["arn:aws:s3:::documents"],
        detail: {
          bucket: { name: "documents" },
          object: {
            key: "quarantine/a b+ü.pdf",
            size: 5,
            etag: "827ccb0eea8a706c4c34a16891f84e7b",
          },
          reason: "PutObject",
        },
      },
    ]);
  });

  test("is told again until it is taken", async () => {
    storage.refusing = 3;
    await storage.client.send(upload("quarantine/a"));
    await storage.taken(1);
    expect(storage.events).toHaveLength(1);
  });

  test("is told after a restart when it was not taken before", async () => {
    storage.refusing = Number.POSITIVE_INFINITY;
    await storage.client.send(upload("quarantine/a"));
    storage.refusing = 0;
    await storage.home.restart();
    await storage.taken(1);
    expect(storage.events[0]?.detail.object.key).toBe("quarantine/a");
  });

  test("elsewhere is told to nobody", async () => {
    await storage.client.send(upload("released/a"));
    await storage.client.send(upload("quarantine/b"));
    await storage.taken(1);
    expect(storage.events.map(({ detail }) => detail.object.key)).toEqual(["quarantine/b"]);
  });
});

test("every acknowledged upload is there and told after a kill", async () => {
  const folder = await mkdtemp(join(tmpdir(), "licentia-test-"));
  const script = `
    import { createServer } from "node:http";
    import { openFiles } from ${JSON.stringify(SERVER)};
    const server = createServer().listen(0, "127.0.0.1", async () => {
      const url = "http://127.0.0.1:" + server.address().port;
      const files = await openFiles({
        url, folder: ${JSON.stringify(folder)}, bucket: ${JSON.stringify(BUCKET)},
        credentials: ${JSON.stringify(CREDENTIALS)}, onCreated: () => new Promise(() => {}),
      });
      server.on("request", files.listener);
      process.stdout.write(url);
    });`;
  const child = spawn("node", ["--input-type=module-typescript", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = await once(child.stdout, "data");
  const client = clientOf(String(url));

  const acknowledged: string[] = [];
  const uploads = Array.from({ length: 60 }, async (_, i) => {
    await client.send(upload(`quarantine/${i}`));
    acknowledged.push(`quarantine/${i}`);
    if (acknowledged.length === 20) child.kill("SIGKILL");
  });
  await Promise.allSettled(uploads);
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  client.destroy();

  const told = new Set<string>();
  const { promise: complete, resolve } = Promise.withResolvers<void>();
  const files = await openFiles({
    url: "http://127.0.0.1",
    folder,
    bucket: BUCKET,
    credentials: CREDENTIALS,
    onCreated: async (event: ObjectCreated) => {
      told.add(event.detail.object.key);
      if (acknowledged.every((key) => told.has(key))) resolve();
    },
  });
  await complete;
  expect(acknowledged.length).toBeGreaterThanOrEqual(20);
  await files.close();
  await rm(folder, { recursive: true });
});
