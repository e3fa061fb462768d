import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SMALL_BYTES } from "../../../../infra/local/files/intake.ts";
import { s3Files } from "../../../../shared/files/s3.ts";
import { BUCKET, clientOf, OWN_ORIGIN, openStorage, type Storage } from "./storage.ts";

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage();
});
afterAll(() => storage.close());

const at = (Key: string) => ({ Bucket: BUCKET, Key });
const put = (key: string, body: string | Uint8Array, more = {}) =>
  storage.client.send(new PutObjectCommand({ ...at(key), Body: body, ...more }));

async function get(key: string) {
  const { Body, ContentType } = await storage.client.send(new GetObjectCommand(at(key)));
  return { bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), mediaType: ContentType };
}

const contents = () => readdir(join(storage.home.folder, "content"));

describe("an object", () => {
  test("comes back as it was put", async () => {
    await put("a", "Xin chào", { ContentType: "text/plain" });
    expect(await get("a")).toEqual({ bytes: Buffer.from("Xin chào"), mediaType: "text/plain" });
  });

  test("comes back whatever its bytes and its key", async () => {
    const key = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(key, fc.uint8Array({ maxLength: 5000 }), async (name, bytes) => {
        await put(`any/${name}`, bytes);
        expect((await get(`any/${name}`)).bytes).toEqual(Buffer.from(bytes));
        await storage.client.send(new DeleteObjectCommand(at(`any/${name}`)));
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ["small", SMALL_BYTES, 0],
    ["large", SMALL_BYTES + 1, 1],
  ])("%s stands where it takes the least time, and goes from there", async (key, size, files) => {
    const before = (await contents()).length;
    const bytes = Buffer.alloc(size, "a");
    await put(key, bytes);
    await put(`${key} again`, bytes);
    expect(await contents()).toHaveLength(before + 2 * files);
    const copy = { CopySource: `${BUCKET}/${key}`, ...at(`${key} copied`) };
    await storage.client.send(new CopyObjectCommand(copy));
    await storage.home.restart();
    await storage.client.send(new DeleteObjectCommand(at(key)));
    expect((await get(`${key} copied`)).bytes.equals(bytes)).toBe(true);
    await put(`${key} again`, "other");
    await storage.client.send(new DeleteObjectCommand(at(`${key} copied`)));
    expect(await contents()).toHaveLength(before);
    await expect(get(`${key} copied`)).rejects.toMatchObject({ name: "NoSuchKey" });
    expect((await get(`${key} again`)).bytes.toString()).toBe("other");
  });

  test("streamed with the SDK's trailing checksum comes back whole", async () => {
    const chunks = Array.from({ length: 40 }, (_, i) => Buffer.alloc(1 + i * 997, i));
    const bytes = Buffer.concat(chunks);
    const body = { Body: Readable.from(chunks), ContentLength: bytes.length };
    await storage.client.send(new PutObjectCommand({ ...at("streamed"), ...body }));
    expect((await get("streamed")).bytes.equals(bytes)).toBe(true);
  });

  test("is described without being read", async () => {
    await put("described", "12345", { ContentType: "application/pdf" });
    expect(await storage.client.send(new HeadObjectCommand(at("described")))).toMatchObject({
      ContentLength: 5,
      ContentType: "application/pdf",
      ETag: '"827ccb0eea8a706c4c34a16891f84e7b"',
    });
  });

  test("that does not exist is said to be absent", async () => {
    await expect(get("absent")).rejects.toMatchObject({ name: "NoSuchKey" });
    const head = storage.client.send(new HeadObjectCommand(at("absent")));
    await expect(head).rejects.toMatchObject({ name: "NotFound" });
  });

  test("is gone when removed, and removing it again is fine", async () => {
    await put("removed", "x");
    await storage.client.send(new DeleteObjectCommand(at("removed")));
    await storage.client.send(new DeleteObjectCommand(at("removed")));
    await expect(get("removed")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("copied stays when its source is removed", async () => {
    await put("from here/ü+%.pdf", "x", { ContentType: "application/pdf" });
    const source = `${BUCKET}/${encodeURIComponent("from here/ü+%.pdf")}`;
    await storage.client.send(new CopyObjectCommand({ ...at("copy"), CopySource: source }));
    await storage.client.send(new DeleteObjectCommand(at("from here/ü+%.pdf")));
    expect(await get("copy")).toEqual({ bytes: Buffer.from("x"), mediaType: "application/pdf" });
  });

  test("survives a restart", async () => {
    await put("kept", "x");
    await storage.home.restart();
    expect((await get("kept")).bytes).toEqual(Buffer.from("x"));
  });

  test("replaced leaves no bytes of the old one behind", async () => {
    await put("replaced", "old");
    const before = await contents();
    await put("replaced", "new");
    expect(await contents()).toHaveLength(before.length);
    expect((await get("replaced")).bytes).toEqual(Buffer.from("new"));
  });

  test("never gives its key to the file system", async () => {
    await put("../../../escaped", "x");
    expect((await get("../../../escaped")).bytes).toEqual(Buffer.from("x"));
    expect((await contents()).every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(true);
  });
});

describe("refused is", () => {
  test.each([
    ["no signature at all", {}, "AccessDenied"],
    ["a broken signature", { authorization: "AWS4-HMAC-SHA256 x" }, "AuthorizationHeaderMalformed"],
  ])("a request with %s", async (_, headers, code) => {
    const answer = await fetch(`${storage.url}/${BUCKET}/a`, { headers });
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
  });

  test("a request signed with another secret", async () => {
    const stranger = clientOf(storage.url, "guess");
    const answer = stranger.send(new GetObjectCommand(at("a")));
    await expect(answer).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
  });

  test("a request signed a quarter of an hour ago", async () => {
    storage.offset = 15 * 60_000 + 2000;
    try {
      await expect(get("a")).rejects.toMatchObject({ name: "RequestTimeTooSkewed" });
    } finally {
      storage.offset = 0;
    }
  });

  test("a body whose checksum differs", async () => {
    const answer = put("wrong", "x", { ChecksumCRC32: "AAAAAA==" });
    await expect(answer).rejects.toMatchObject({ name: "BadDigest" });
    await expect(get("wrong")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("a checksum that nobody here can check", async () => {
    const answer = put("wrong", "x", { ChecksumCRC32C: "AAAAAA==" });
    await expect(answer).rejects.toMatchObject({ name: "NotImplemented" });
  });

  test("another bucket", async () => {
    const answer = storage.client.send(new GetObjectCommand({ Bucket: "other", Key: "a" }));
    await expect(answer).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  test("a part of S3 that is not implemented, rather than done wrong", async () => {
    const answer = storage.client.send(new GetObjectAclCommand(at("a")));
    await expect(answer).rejects.toMatchObject({ name: "NotImplemented" });
  });

  test("a copy of what does not exist", async () => {
    const copy = new CopyObjectCommand({ ...at("copy"), CopySource: `${BUCKET}/absent` });
    await expect(storage.client.send(copy)).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("a path that cannot be decoded", async () => {
    expect((await fetch(`${storage.url}/${BUCKET}/%ff`)).status).toBe(400);
  });
});

test.each([
  ["our own pages", OWN_ORIGIN, OWN_ORIGIN],
  ["nobody else's", "http://evil.example", null],
])("an answer can be read by %s", async (_, origin, allowed) => {
  for (const method of ["GET", "OPTIONS"]) {
    const answer = await fetch(`${storage.url}/${BUCKET}/a`, { method, headers: { origin } });
    expect(answer.headers.get("access-control-allow-origin")).toBe(allowed);
  }
});

test("an upload that breaks off leaves nothing, and the store alive", async () => {
  const before = await contents();
  const { fields } = await s3Files(storage.client, { bucket: BUCKET }).presignUpload({
    key: "quarantine/broken",
    mediaType: "application/pdf",
    maxBytes: 100_000,
    expiresInSeconds: 60,
  });
  const part = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"`;
  const { hostname, port } = new URL(storage.url);
  const socket = connect(Number(port), hostname).resume();
  socket.write(
    [
      `POST /storage/${BUCKET} HTTP/1.1\r\nhost: x`,
      "content-type: multipart/form-data; boundary=b",
      "content-length: 100000\r\n",
      ...Object.entries(fields).map(([name, value]) => `${part(name)}\r\n\r\n${value}`),
      `${part("file")}; filename="a"\r\n\r\n${"half".repeat(20_000)}`,
    ].join("\r\n"),
  );
  await vi.waitFor(async () => expect(await contents()).toHaveLength(before.length + 1));
  socket.destroy();
  await vi.waitFor(async () => expect(await contents()).toEqual(before));
  await expect(get("quarantine/broken")).rejects.toMatchObject({ name: "NoSuchKey" });
});
